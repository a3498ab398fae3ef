// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// What a naive A/B test would have claimed, by the share of the flows that was treated.
public struct InterferenceCurve: Equatable, Sendable {
    public var measure: Measure
    public var arm: String
    public var control: String
    public var path: String
    public var load: String
    public var points: [Point]
    /// The effect when everybody has it, against nobody.
    public var whole: Estimate?

    public struct Point: Equatable, Sendable {
        /// Of the flows that had the treatment.
        public var share: Double
        /// Treated flows against the others beside them.
        public var naive: Estimate?
        /// The flows that were not treated, against those where nobody was.
        public var spill: Estimate?
        /// Jain's index over all flows.
        public var fairness: Double?

        public init(
            share: Double, naive: Estimate? = nil, spill: Estimate? = nil, fairness: Double? = nil
        ) {
            self.share = share
            self.naive = naive
            self.spill = spill
            self.fairness = fairness
        }
    }

    public init(
        _ measure: Measure, arm: String, control: String, path: String, load: String,
        points: [Point], whole: Estimate?
    ) {
        self.measure = measure
        self.arm = arm
        self.control = control
        self.path = path
        self.load = load
        self.points = points
        self.whole = whole
    }
}
