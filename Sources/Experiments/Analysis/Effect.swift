// SPDX-License-Identifier: Apache-2.0
import Statistics

/// What an arm did to one measure, against the control, on one path under one load.
public struct Effect: Equatable, Sendable {
    public var measure: Measure
    public var arm: String
    public var control: String
    public var path: String
    public var load: String
    /// By Hodges and Lehmann, with the interval of the signed-rank test, on the metric's scale;
    /// nil where there are too few rounds for one.
    public var estimate: Estimate?
    /// By bootstrap (BCa), of the mean on the same scale; of ratios the geometric mean.
    public var bootstrap: Estimate?
    /// Of the signed-rank test; corrected by Holm's rule among the secondary measures of the same
    /// arm, path and load. Only ever shown beside the estimate.
    public var probability: Double?
    public var isPrimary: Bool
    public var verdict: Verdict
    /// The rounds (or pairs of blocks) in which both sides were valid, in their order.
    public var pairs: [Pair]
    /// Rounds in which both runs were valid, and a side was not measured or can not be compared:
    /// no number, or one that is nothing or less where a ratio is asked for.
    public var leftOut: Int

    /// Both sides of one round, in the metric's unit.
    public struct Pair: Equatable, Sendable {
        public var round: Int
        /// Where arms took turns within a run: which pair of turns; else 0.
        public var block: Int
        public var control: Double
        public var treatment: Double

        public init(round: Int, block: Int = 0, control: Double, treatment: Double) {
            self.round = round
            self.block = block
            self.control = control
            self.treatment = treatment
        }
    }

    public init(
        _ measure: Measure, arm: String, control: String, path: String, load: String,
        estimate: Estimate? = nil, bootstrap: Estimate? = nil, probability: Double? = nil,
        isPrimary: Bool, verdict: Verdict, pairs: [Pair], leftOut: Int = 0
    ) {
        self.measure = measure
        self.arm = arm
        self.control = control
        self.path = path
        self.load = load
        self.estimate = estimate
        self.bootstrap = bootstrap
        self.probability = probability
        self.isPrimary = isPrimary
        self.verdict = verdict
        self.pairs = pairs
        self.leftOut = leftOut
    }
}
