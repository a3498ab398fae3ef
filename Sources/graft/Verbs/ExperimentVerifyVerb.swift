// SPDX-License-Identifier: Apache-2.0
import Arguments
import Draws
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Testbed

/// `graft experiment verify RESULTS`: runs a share of a deterministic experiment again.
enum ExperimentVerifyVerb {
    private static let share = Option(
        "share", .share, default: "10%", "how many of the runs, at least one; drawn anew each time")

    static let command = Command(
        Verb(
            "verify", "run a share of a deterministic experiment again, and compare to the byte",
            discussion: """
                First every run is held against its own digest, which finds what was changed by \
                hand; then some take place again, and have to give the same samples.
                """,
            operands: [ExperimentVerb.results], options: [share],
            examples: [
                Example("graft experiment verify cubic.sqlite", "one run in ten"),
                Example("graft experiment verify cubic.sqlite --share 100%", "all of them"),
            ],
            exits: [.refused: "something differs, or cannot be run again here"])
    ) { invocation in try verify(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func verify(_ invocation: Invocation) throws -> ExitStatus {
        let file = invocation[ExperimentVerb.results]
        let results = try ResultsReader(at: file)
        let plan = try ExperimentVerb.plan(try results.plan(), in: file)
        let stored = try results.runs()
        var verification = Verification(file: file)
        for run in stored where try !results.isAsWritten(run: run.number) {
            verification.add(run, "was changed since it was written")
        }
        let facts = try results.environment()
        guard let release = facts["deterministic.kernel"] else {
            throw Refusal(
                "verify \(file)",
                .misfit("its runs were made in real time, which nobody can repeat"),
                hint: "run the plan with --deterministic")
        }
        let laboratory = try Laboratory.host()
        let scratch = try Folder.temporary(prefix: "/tmp/graft-runs-")
        defer { try? scratch.removeTree() }
        let venue = try DeterministicVenue(
            plan, on: laboratory.cache.require(release), in: laboratory, scratch: scratch)
        verification.compare(facts, with: venue.environment)
        Interruption.note()
        for run in drawn(stored, invocation[share]) where !Interruption.hasCome {
            Terminal.rewrite("run \(run.number): \(run.summary.key)")
            guard
                let planned = plan.runs(inRound: run.summary.round).first(
                    where: { RunKey($0, of: plan) == run.summary.key.withoutAttempt })
            else {
                verification.add(run, "is of no run of its plan")
                continue
            }
            let again = try digest(of: venue.run(planned), run, in: scratch)
            verification.add(run, again == run.digest ? nil : "gives other bytes here")
        }
        Terminal.rewrite("")
        Terminal.show(verification, invocation)
        return verification.isClean ? .done : .refused
    }

    private static func drawn(_ runs: [StoredRun], _ share: Share) -> [StoredRun] {
        var valid = runs.filter { $0.summary.outcome == .valid }
        var draws = Draws(seed: UInt64(bitPattern: WallTime.now.nanoseconds))
        draws.shuffle(&valid)
        let count = max(1, Int((Double(valid.count) * share.value).rounded()))
        return valid.prefix(count).sorted { $0.number < $1.number }
    }

    /// As a results file has it.
    private static func digest(
        of record: RunRecord, _ run: StoredRun, in scratch: Folder
    ) throws -> String {
        let file = scratch.file("again-\(run.number).sqlite")
        defer { try? file.removeIfAny() }
        var writer = try ResultsWriter.create(
            at: file.path,
            plan: PlanAsRun(text: "", digest: "", file: "", graft: "", wallNanoseconds: 0))
        var summary = run.summary
        summary.outcome = record.outcome
        try writer.add(record, summary: summary, seed: run.seed)
        _ = consume writer
        return try ResultsReader(at: file.path).runs().first?.digest ?? ""
    }
}
