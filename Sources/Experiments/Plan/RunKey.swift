// SPDX-License-Identifier: Apache-2.0
/// A run's place in its plan, by which it is known to be done.
public struct RunKey: Hashable, Sendable, CustomStringConvertible {
    /// From 0.
    public var round: Int
    public var path: String
    public var load: String
    public var arm: String
    public var share: Double?
    /// 0, and more where it is a second or third attempt.
    public var attempt: Int

    public init(
        round: Int, path: String, load: String, arm: String, share: Double? = nil, attempt: Int = 0
    ) {
        self.round = round
        self.path = path
        self.load = load
        self.arm = arm
        self.share = share
        self.attempt = attempt
    }

    public init(_ run: PlannedRun, of plan: Plan) {
        self.init(
            round: run.round, path: run.path, load: run.load, arm: run.arm(of: plan),
            share: run.share)
    }

    /// The same run, whichever attempt at it.
    public var withoutAttempt: RunKey {
        var key = self
        key.attempt = 0
        return key
    }

    public var description: String {
        let share = share.map { " at a share of \($0)" } ?? ""
        let attempt = attempt > 0 ? ", attempt \(attempt + 1)" : ""
        return "round \(round + 1) of \(arm)\(share) on \(path) under \(load)\(attempt)"
    }
}

extension RunSummary {
    public var key: RunKey {
        RunKey(round: round, path: path, load: load, arm: arm, share: share, attempt: attempt)
    }
}
