// SPDX-License-Identifier: Apache-2.0
/// A run of an experiment in short: which one it was, how it ended, and its figures.
public struct RunSummary: Equatable, Sendable {
    /// Its number in the results file, from 1.
    public var number: Int
    /// From 0.
    public var round: Int
    public var path: String
    public var load: String
    /// The arm that it was the turn of. Of a run of several arms at once: the treatment.
    public var arm: String
    /// Share of the flows that had the treatment, where a path was shared; nil: every flow had
    /// the same.
    public var share: Double?
    /// 0, and more where it is a second or third attempt.
    public var attempt: Int
    public var outcome: RunOutcome
    public var findings: [Finding]
    /// By measure, in the unit of its metric; of flows of one arm only where `armValues` has them.
    public var values: [Measure: Double]
    /// The same of one arm's flows, by the arm's name, where several shared the path.
    public var armValues: [String: [Measure: Double]]
    /// Where arms took turns while the traffic stayed up: their turns, in order.
    public var blocks: [Block]
    /// How long was measured.
    public var time: Duration
    public var startWallNanoseconds: Int64

    public init(
        number: Int, round: Int, path: String, load: String, arm: String, share: Double? = nil,
        attempt: Int = 0, outcome: RunOutcome = .valid, findings: [Finding] = [],
        values: [Measure: Double] = [:], armValues: [String: [Measure: Double]] = [:],
        blocks: [Block] = [], time: Duration = .zero, startWallNanoseconds: Int64 = 0
    ) {
        self.number = number
        self.round = round
        self.path = path
        self.load = load
        self.arm = arm
        self.share = share
        self.attempt = attempt
        self.outcome = outcome
        self.findings = findings
        self.values = values
        self.armValues = armValues
        self.blocks = blocks
        self.time = time
        self.startWallNanoseconds = startWallNanoseconds
    }

    /// One arm's turn in a run that switched between arms.
    public struct Block: Equatable, Sendable {
        /// Blocks come in pairs, both arms once in each, in an order drawn for each pair.
        public var pair: Int
        public var arm: String
        /// Since the run's start, without the wash-out after the switch.
        public var start: Duration
        public var end: Duration
        public var values: [Measure: Double]

        public init(
            pair: Int, arm: String, start: Duration, end: Duration, values: [Measure: Double]
        ) {
            self.pair = pair
            self.arm = arm
            self.start = start
            self.end = end
            self.values = values
        }
    }
}
