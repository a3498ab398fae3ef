// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab

extension DeterministicVenue {
    /// Runs of a plan again, all at once, with every segment that their senders send and receive.
    ///
    /// Each machine is given nothing but what its run needs, under names that say nothing of the
    /// arm: arms of the same code get the same bytes in, and so give the same bytes out. Looking at
    /// segments takes instructions, like everything in there, so a traced run is some
    /// microseconds off the one that its results file holds.
    public func trace(_ planned: [PlannedRun]) throws -> [TracedRun] {
        let venue = self
        var machines: [Background<Result<TracedRun, any Error>>?] = []
        for (place, run) in planned.enumerated() {
            // Where there is no thread or no room for it, it takes its turn below.
            let mayStart = machines.count < atOnce
            machines.append(
                mayStart
                    ? try? Background(named: "graft-machine") {
                        Result { try venue.traced(run, place) }
                    } : nil)
        }
        // All are waited for, whatever comes of the first.
        let results = zip(planned, machines).enumerated().map { place, pair in
            pair.1?.finish() ?? Result { try traced(pair.0, place) }
        }
        return try results.map { try $0.get() }
    }

    private func traced(_ planned: PlannedRun, _ place: Int) throws -> TracedRun {
        let reduced = try ReducedPlan(plan, to: planned)
        var files = ["plan.yaml": Array(reduced.plan.canonicalText.utf8)]
        for (name, arm) in reduced.objects { files[name] = objects[arm].map { Array($0.content) } }
        for name in ["acks", "samples", "segments", "sockets", "transactions"] {
            files[DeterministicVenue.place(ofInstrument: name)] =
                Array(try shelf.object("instruments/\(name)").content)
        }
        let words = ["plan.yaml", "\(reduced.run.round)", "\(reduced.run.place)", OneRun.traced]
        let output = try carryOut([OneRun.word] + words, files, for: planned)
        let parts = try TracedOutput.parts(of: output)
        return TracedRun(
            record: try record(in: parts.results, named: "traced-\(place)"),
            conversations: Conversation.all(of: parts.segments), lost: parts.lost)
    }
}

/// What of a plan one run needs, so that two arms of the same code have the same text.
struct ReducedPlan {
    let plan: Plan
    /// The run, as this plan has it.
    let run: PlannedRun
    /// From the names of files with objects to the arms of the whole plan.
    let objects: [(file: String, arm: String)]

    /// For a run that has an arm of its own; not where arms share it, or take turns in it.
    init(_ plan: Plan, to planned: PlannedRun) throws(Refusal) {
        guard case .alone(let name) = planned.turn, let arm = plan.arm(name) else {
            throw Refusal(
                "compare two runs",
                .misfit("with the design \"\(plan.design.name)\", arms have no run of their own"))
        }
        let companions = (plan.load(planned.load)?.armNames ?? []).compactMap(plan.arm)
        var own = "the arm"
        while companions.contains(where: { $0.name.hasPrefix(own) }) { own += "'" }
        var reduced = plan
        // A plan compares, so there are two; the second never runs.
        reduced.design = .alone
        reduced.control = own
        reduced.arms = [own, own + " again"].map { name in
            var copy = arm
            copy.name = name
            return copy
        }
        reduced.arms += companions
        var objects: [(file: String, arm: String)] = []
        for place in reduced.arms.indices {
            guard
                case .extension(_, let knobs, let digest) = reduced.arms[place].algorithm
            else { continue }
            // Of the two copies one file is enough.
            let file = place < 2 ? "arm.bpf.o" : "companion-\(place - 1).bpf.o"
            if place != 1 { objects.append((file, place == 0 ? name : reduced.arms[place].name)) }
            reduced.arms[place].algorithm = .extension(file, knobs: knobs, digest: digest)
        }
        let run = reduced.runs(inRound: planned.round).first { run in
            run.path == planned.path && run.load == planned.load && run.turn == .alone(own)
        }
        guard let run else { preconditionFailure("a run of another plan") }
        self.plan = reduced
        self.run = run
        self.objects = objects
    }
}
