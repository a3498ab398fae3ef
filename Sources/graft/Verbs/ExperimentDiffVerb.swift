// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import Results
import Testbed

/// `graft experiment diff RESULTS`: where two arms of a round part.
enum ExperimentDiffVerb {
    private static let round = Option(
        "round", .integer("N", in: 1...Plan.roundsAtMost), default: "1", "which round, from 1")
    private static let arms = Option(
        "arms", .list(.text("ARM")),
        "which two; where the plan has no more than two, these, the control first")
    private static let path = Option(
        "path", .text("PATH"), "on which path; where the plan has one, that")
    private static let load = Option(
        "load", .text("LOAD"), "under which load; where the plan has one, that")
    private static let tolerance = Option(
        "tolerance", .duration(), default: "100us",
        "how far times and smoothed round trips may lie apart and count as the same")
    private static let context = Option(
        "context", .integer("N", in: 0...1000), default: "3",
        "how many events are shown before and after each place")

    static let command = Command(
        Verb(
            "diff", "show the first packet and acknowledgement at which two arms part",
            discussion: """
                Runs of one round meet the same chance: until the code of an arm decides \
                otherwise, they go the same way. This boots the machines of two of them again, \
                looks at every segment that the senders send and receive, and shows the first \
                packet that one arm sent and the other did not, and the first acknowledgement \
                that differs, side by side with what stands around them.

                Bytes, lengths, acknowledgements, retransmissions, cwnd and ssthresh are \
                compared exactly. An arm of other code takes other instructions, which are the \
                clock in there, so times and smoothed round trips may differ by --tolerance: \
                some microseconds are usual. Arms of the same code have no difference at all.

                Looking takes instructions, too: the runs are some microseconds off those in \
                the file, which stays as it is. Throughput is told for both.
                """,
            operands: [ExperimentVerb.results],
            options: [round, arms, path, load, tolerance, context],
            examples: [
                Example(
                    "graft experiment diff beta.sqlite --round 3 --arms cubic,mine --path shallow",
                    "what did the change of one line change first?"),
                Example(
                    "graft experiment diff aa.sqlite --tolerance 0us",
                    "are two machines of the same arm the same?"),
            ],
            exits: [
                .refused: "the runs cannot be repeated here",
                .differs: "they part; 0: no difference",
            ])
    ) { invocation in try diff(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func diff(_ invocation: Invocation) throws -> ExitStatus {
        let reader = try ResultsReader(at: invocation[ExperimentVerb.results])
        // Words that make no sense are told before anything is packed.
        let pair = try pair(
            of: try ExperimentVerb.plan(try reader.plan(), in: reader.path), invocation)
        let results = try DeterministicResults(reader, attempt: "compare runs of")
        for difference in try results.differences() {
            Terminal.note("note: \(reader.path) was made with \(difference)")
        }
        Terminal.rewrite("running both again")
        defer { Terminal.rewrite("") }
        let traced = try results.venue.trace(pair.runs)
        Terminal.rewrite("")
        let sides = try zip(pair.runs, traced).map { run, again in
            try side(of: run, again, results)
        }
        let shown = RunDifference(
            file: reader.path, sides: sides,
            flows: FlowComparison.all(
                traced[0].exchanges, traced[1].exchanges,
                tolerance: invocation[tolerance]),
            tolerance: invocation[tolerance], context: invocation[context])
        Terminal.show(shown, invocation)
        return shown.isSame ? .done : .differs
    }

    private static func side(
        of run: PlannedRun, _ again: TracedRun, _ results: DeterministicResults
    ) throws -> RunDifference.Side {
        let arm = run.arm(of: results.plan)
        let unseen = again.exchanges.reduce(Int(again.lost)) { $0 + $1.gaps }
        guard unseen == 0 else {
            throw Refusal(
                "look at every segment of \(arm)", .said("\(unseen) of them went by unseen"),
                hint: "the path may be too fast for it; take one of a lower rate")
        }
        guard !again.exchanges.isEmpty else {
            throw Refusal(
                "look at every segment of \(arm)",
                .said("its flows sent none by TCP (it was \(again.record.outcome))"))
        }
        if again.record.outcome != .valid {
            Terminal.note("note: the run of \(arm), repeated, was \(again.record.outcome)")
        }
        let key = RunKey(run, of: results.plan)
        let stored = results.runs.last { $0.summary.key.withoutAttempt == key }
        let record = try stored.flatMap { stored in
            try results.reader.record(of: stored.number, withSamples: false)
        }
        return RunDifference.Side(run: run, arm: arm, stored: record, again: again.record)
    }
}

extension ExperimentDiffVerb {
    /// The two runs that are meant.
    private struct Pair {
        let runs: [PlannedRun]
    }

    private static func pair(of plan: Plan, _ invocation: Invocation) throws -> Pair {
        guard [Design.alone, .aa].contains(plan.design) else {
            throw Refusal(
                "compare runs of \(invocation[ExperimentVerb.results])",
                .misfit("with the design \"\(plan.design.name)\", arms have no run of their own"))
        }
        let names = plan.arms.map(\.name)
        let arms = invocation[arms] ?? (names.count == 2 ? [plan.control] + plan.treatments : [])
        guard arms.count == 2 else {
            throw invocation.misuse(
                "which two arms? there are \(names.joined(separator: ", "))",
                hint: "say --arms \(names.prefix(2).joined(separator: ","))")
        }
        for arm in arms where !names.contains(arm) {
            throw invocation.misuse(
                "there is no arm \"\(arm)\"", hint: "there are \(names.joined(separator: ", "))")
        }
        let round = invocation[round]
        guard round <= plan.mostRounds else {
            throw invocation.misuse("the plan has \(plan.mostRounds) rounds, and no round \(round)")
        }
        let path = try only(plan.paths.map(\.name), invocation[path], "path", invocation)
        let load = try only(plan.loads.map(\.name), invocation[load], "load", invocation)
        let runs = plan.runs(inRound: round - 1).filter { $0.path == path && $0.load == load }
        return Pair(
            runs: arms.compactMap { arm in runs.first { $0.arm(of: plan) == arm } })
    }

    private static func only(
        _ names: [String], _ wanted: String?, _ kind: String, _ invocation: Invocation
    ) throws(Misuse) -> String {
        let all = names.joined(separator: ", ")
        if let wanted {
            guard names.contains(wanted) else {
                throw invocation.misuse(
                    "there is no \(kind) \"\(wanted)\"", hint: "there are \(all)")
            }
            return wanted
        }
        guard names.count == 1 else {
            throw invocation.misuse(
                "which \(kind)? there are \(all)", hint: "say --\(kind) \(names.first ?? "NAME")")
        }
        return names[0]
    }
}
