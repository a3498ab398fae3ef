// SPDX-License-Identifier: Apache-2.0
/// Which run of a plan comes next, when some of them are done and some have to be repeated.
///
/// Rounds go on in the plan's order, whatever fails in them; what failed or was void is tried
/// again when the last round is over, each at most `mostRepeats` times.
public struct Schedule: Sendable {
    public static let mostRepeats = 2

    private let plan: Plan
    private var tries: [RunKey: Tries] = [:]
    private var round = 0
    private var left: ArraySlice<PlannedRun>
    /// How many rounds there are to be; fewer than the plan's most when it was told to stop.
    public private(set) var rounds: Int

    private struct Tries {
        var count = 0
        var isValid = false
    }

    /// `done` are the runs of an earlier session, in any order.
    public init(_ plan: Plan, done: [RunSummary] = []) {
        self.plan = plan
        rounds = plan.mostRounds
        left = plan.runs(inRound: 0)[...]
        for summary in done { note(summary.key, isValid: summary.outcome == .valid) }
    }

    /// The next run and which attempt at it this is, from 0; nil when all is done.
    public mutating func next() -> (run: PlannedRun, attempt: Int)? {
        while round < rounds {
            while let run = left.popFirst() {
                if tries[RunKey(run, of: plan)] == nil { return (run, 0) }
            }
            round += 1
            if round < rounds { left = plan.runs(inRound: round)[...] }
        }
        return repetition
    }

    private var repetition: (run: PlannedRun, attempt: Int)? {
        var best: (run: PlannedRun, attempt: Int)?
        for round in 0..<rounds {
            for run in plan.runs(inRound: round) {
                guard let tried = tries[RunKey(run, of: plan)], !tried.isValid,
                    tried.count <= Schedule.mostRepeats
                else { continue }
                // All of them once more before any of them twice.
                if tried.count < best?.attempt ?? .max { best = (run, tried.count) }
            }
        }
        return best
    }

    public mutating func note(_ key: RunKey, isValid: Bool) {
        let key = key.withoutAttempt
        tries[key, default: Tries()].count += 1
        if isValid { tries[key]?.isValid = true }
    }

    /// No round is begun after those that have been; what failed in them is still repeated.
    public mutating func stop(afterRounds count: Int) { rounds = min(rounds, max(count, 1)) }

    /// Whether every run of the rounds before this one was tried.
    public func isTried(beforeRound count: Int) -> Bool {
        (0..<count).allSatisfy { round in
            plan.runs(inRound: round).allSatisfy { tries[RunKey($0, of: plan)] != nil }
        }
    }

    /// Runs that are still to come, as far as it is known now.
    public var countLeft: Int {
        let closed = tries.count { key, tried in
            key.round < rounds && (tried.isValid || tried.count > Schedule.mostRepeats)
        }
        return rounds * plan.runsPerRound - closed
    }
}
