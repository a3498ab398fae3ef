// SPDX-License-Identifier: Apache-2.0
extension RunSummary {
    /// An arm's turn as it was given: from when on it had the path.
    public struct Turn: Equatable, Sendable {
        public var pair: Int
        public var arm: String
        /// Since the run's start; it lasts until the next turn, the last one to the end.
        public var start: Duration

        public init(pair: Int, arm: String, from start: Duration) {
            self.pair = pair
            self.arm = arm
            self.start = start
        }
    }

    /// What remains of a run when its samples are laid aside.
    ///
    /// `warmUp` is left out of what is measured. Where arms took turns, `turns` are theirs in
    /// order, and `washOut` is left out of each; a turn that is no longer than that has no
    /// block.
    public init(
        of record: RunRecord, number: Int, round: Int, path: String, load: String, arm: String,
        share: Double? = nil, attempt: Int = 0, warmUp: Duration = .zero, turns: [Turn] = [],
        washOut: Duration = .zero
    ) {
        let metrics = RunMetrics(record)
        let window = MeasuredWindow.after(warmUp)
        self.init(
            number: number, round: round, path: path, load: load, arm: arm, share: share,
            attempt: attempt, outcome: record.outcome, findings: record.findings,
            values: metrics.values(in: window), armValues: metrics.armValues(in: window),
            blocks: RunSummary.blocks(turns, washOut, metrics), time: metrics.time(of: window),
            startWallNanoseconds: record.startWallNanoseconds)
    }

    private static func blocks(
        _ turns: [Turn], _ washOut: Duration, _ metrics: RunMetrics
    ) -> [Block] {
        let end = metrics.time(of: .whole)
        return turns.enumerated().compactMap { place, turn in
            let next = place + 1 < turns.count ? turns[place + 1].start : end
            let start = turn.start + washOut, end = min(next, end)
            guard start < end else { return nil }
            return Block(
                pair: turn.pair, arm: turn.arm, start: start, end: end,
                values: metrics.values(in: MeasuredWindow(from: start, to: end)))
        }
    }
}
