// SPDX-License-Identifier: Apache-2.0
/// A point, and the interval that the sample does not rule out.
public struct Estimate: Equatable, Sendable {
    public var point: Double
    public var interval: ClosedRange<Double>
    /// What the interval's rule holds in the long run; what was asked for, or more.
    public var confidence: Double
    /// How many numbers stand behind it.
    public var count: Int

    public init(point: Double, interval: ClosedRange<Double>, confidence: Double, count: Int) {
        self.point = point
        self.interval = interval
        self.confidence = confidence
        self.count = count
    }

    /// The same on another scale, by a function that never falls.
    public func mapped(_ rising: (Double) -> Double) -> Estimate {
        Estimate(
            point: rising(point),
            interval: rising(interval.lowerBound)...rising(interval.upperBound),
            confidence: confidence, count: count)
    }
}
