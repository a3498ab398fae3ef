// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Testbed

/// A results file whose runs were deterministic, and where they can be run again.
struct DeterministicResults {
    let reader: ResultsReader
    var file: String { reader.path }
    let plan: Plan
    let runs: [StoredRun]
    /// What its runs depend on, as the file says.
    let facts: RunEnvironment
    let venue: DeterministicVenue

    init(_ reader: ResultsReader, attempt: String) throws {
        let file = reader.path
        let plan = try ExperimentVerb.plan(try reader.plan(), in: file)
        let facts = try reader.environment()
        guard let release = facts[DeterministicFacts.kernel] else {
            throw Refusal(
                "\(attempt) \(file)",
                .misfit("its runs were made in real time, which nobody can repeat"),
                hint: "run the plan with --deterministic")
        }
        try ExperimentVerb.checkForDeterminism(
            plan, from: .results(file), attempt: "\(attempt) \(file)")
        let laboratory = try Laboratory.host()
        runs = try reader.runs()
        venue = try DeterministicVenue(
            plan, on: laboratory.cache.require(release), in: laboratory)
        self.reader = reader
        self.plan = plan
        self.facts = facts
    }

    /// What differs here of that which its runs depend on, each thing by its name.
    func differences() throws -> [String] {
        facts.differences(from: venue.environment).map(\.description) + (try objects())
    }

    /// Extensions that are not what they were.
    private func objects() throws -> [String] {
        var told: Set<String> = []
        var found: [String] = []
        for run in runs where run.hasRecord {
            // One that cannot be read is told by whoever looks at runs.
            guard let record = try? reader.record(of: run.number, withSamples: false) else {
                continue
            }
            for proof in record.arms {
                guard let then = proof.digest, let now = venue.digests[proof.arm.name],
                    then != now, told.insert("\(proof.arm.name) \(then)").inserted
                else { continue }
                found.append(
                    "another object of \(proof.arm.name): its digest was \(then.prefix(12)), "
                        + "and is \(now.prefix(12))")
            }
        }
        return found
    }

    /// The run of the plan that a stored one is; nil where the plan has none such.
    func planned(_ run: StoredRun) -> PlannedRun? {
        plan.runs(inRound: run.summary.round).first {
            RunKey($0, of: plan) == run.summary.key.withoutAttempt
        }
    }
}
