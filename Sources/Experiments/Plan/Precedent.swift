// SPDX-License-Identifier: Apache-2.0
import Statistics

/// What rounds can see if they spread as those of an earlier experiment did.
public struct Precedent: Equatable, Sendable {
    public let measure: Measure
    public let arm: String
    public let path: String
    public let load: String
    /// The standard deviation of its differences, on the scale that they are calculated on.
    private let deviation: Double

    /// Nil of an effect of which there are not two rounds.
    public init?(_ effect: Effect) {
        guard let deviation = Statistics.deviation(of: effect.differences) else { return nil }
        (measure, arm) = (effect.measure, effect.arm)
        (path, load) = (effect.path, effect.load)
        self.deviation = deviation
    }

    /// The same on the metric's scale: 0.02 is 2 %, or so much in its unit.
    public var spread: Double { measure.metric.scale.shown(deviation) }

    /// The smallest true difference that four experiments of five would show, on the metric's
    /// scale; nil where the rounds are too few for any.
    public func smallestDifference(_ foresight: Foresight) -> Double? {
        foresight.smallestDifference.map { measure.metric.scale.shown($0 * deviation) }
    }

    public func words(_ foresight: Foresight) -> String {
        let place = "\(measure) on \(path) under \(load)"
        let spread = Figures.text(difference: spread, of: measure.metric)
        guard let smallest = smallestDifference(foresight) else {
            return "\(place): nothing, by so few rounds; \(arm) spread by \(spread)"
        }
        return "\(place): a difference of \(Figures.text(difference: smallest, of: measure.metric))"
            + ", as \(arm) spread by \(spread)"
    }
}
