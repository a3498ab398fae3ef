// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Results
import Statistics

/// An experiment while it is carried out: one run after another, each committed before the
/// next one begins, until all are done, enough is known, or somebody interrupts.
public struct Conduct {
    private let plan: Plan
    private let until: Until?
    private let looks: Looks?
    private var schedule: Schedule
    private var summaries: [RunSummary]
    /// What the runs so far took, from start to commit.
    private var spent: [Duration] = []

    /// How far it is.
    public struct Progress {
        public let run: PlannedRun
        public let attempt: Int
        public let left: Int
        /// By what the runs so far took; nil before the first one.
        public let timeLeft: Duration?
        public let primary: [Effect]
    }

    public enum Ending: Equatable, Sendable {
        case done
        /// The primary intervals were narrow enough after so many rounds.
        case narrow(rounds: Int)
        case interrupted
    }

    /// `done` are the runs that the results file holds already.
    public init(_ plan: Plan, done: [RunSummary]) {
        self.plan = plan
        until = plan.stopping?.until
        looks = plan.looks
        schedule = Schedule(plan, done: done)
        summaries = done
    }

    /// Carries out what is left of the plan, `atOnce` runs at a time where they do not disturb
    /// each other; `take` answers the records in the order of the runs.
    ///
    /// A run that was interrupted is not committed: it takes place again when the experiment is
    /// gone on with.
    public mutating func carryOut(
        into results: inout ResultsWriter, atOnce: Int = 1,
        _ take: ([PlannedRun]) -> [RunRecord],
        onProgress: (Progress) -> Void, onEnd: (RunSummary) -> Void
    ) throws(ResultsError) -> Ending {
        var ending = settle(after: 0) ?? .done
        while true {
            let batch = nextBatch(of: atOnce)
            guard let first = batch.first else { return ending }
            if Interruption.hasCome { return .interrupted }
            onProgress(progress(first.run, first.attempt))
            let start = Instant.now
            let records = take(batch.map(\.run))
            if Interruption.hasCome { return .interrupted }
            for ((run, attempt), record) in zip(batch, records) {
                let summary = RunSummary(
                    of: record, run, of: plan, number: results.next, attempt: attempt)
                try results.add(record, summary: summary, seed: run.seed)
                summaries.append(summary)
                schedule.note(summary.key, isValid: summary.outcome == .valid)
                onEnd(summary)
                if let settled = settle(after: run.round + 1) { ending = settled }
            }
            spent.append(Instant.now.since(start) / batch.count)
        }
    }

    /// Runs of one round, or one that is repeated.
    private mutating func nextBatch(of count: Int) -> [(run: PlannedRun, attempt: Int)] {
        var batch: [(run: PlannedRun, attempt: Int)] = []
        while batch.count < count, let next = schedule.next() {
            batch.append(next)
            if next.attempt > 0 || next.run.place == plan.runsPerRound - 1 { break }
        }
        return batch
    }

    /// Looks at what is known, where a look is due, and begins no round more where it is enough.
    private mutating func settle(after round: Int) -> Ending? {
        guard let until, let looks, schedule.rounds == plan.mostRounds else { return nil }
        // After a break the rounds that are done are looked at as if there had been none.
        for count in looks.rounds where count >= round && count < plan.mostRounds {
            guard schedule.isTried(beforeRound: count) else { return nil }
            if until.judge(after: count, analysis.effects, looks: looks) == .narrow {
                schedule.stop(afterRounds: count)
                return .narrow(rounds: count)
            }
        }
        return nil
    }

    private var analysis: Analysis {
        var question = plan.question
        // Of what is shown meanwhile, the intervals are enough.
        question.resamples = 0
        return Analysis(of: summaries, question)
    }

    private func progress(_ run: PlannedRun, _ attempt: Int) -> Progress {
        let left = schedule.countLeft
        let mean =
            spent.isEmpty ? nil : spent.reduce(.zero, +) / spent.count
        return Progress(
            run: run, attempt: attempt, left: left, timeLeft: mean.map { $0 * left },
            primary: analysis.primary)
    }
}

extension RunSummary {
    /// What remains of a planned run when its samples are laid aside.
    public init(
        of record: RunRecord, _ run: PlannedRun, of plan: Plan, number: Int, attempt: Int
    ) {
        var turns: [Turn] = []
        var washOut = Duration.zero
        if case .switchback(let blocks) = run.turn, case .switchback(let design) = plan.design {
            washOut = design.washOut
            turns = blocks.map { Turn(pair: $0.pair, arm: $0.arm, from: $0.start) }
        }
        self.init(
            of: record, number: number, round: run.round, path: run.path, load: run.load,
            arm: run.arm(of: plan), share: run.share, attempt: attempt, warmUp: plan.warmUp,
            turns: turns, washOut: washOut)
    }
}
