// SPDX-License-Identifier: Apache-2.0
import Statistics

/// What so many rounds can see, before there is one.
///
/// The unit is the spread: the standard deviation, between rounds, of the difference that a
/// treatment makes in one round. That is not known until it has been measured.
public struct Foresight: Equatable, Sendable {
    public let rounds: Int
    /// What is counted: rounds, or the pairs of blocks of which a round has many.
    private let unit: String

    public init(rounds: Int) {
        self.rounds = rounds
        unit = "rounds"
    }

    public init(pairsOfBlocks count: Int) {
        rounds = count
        unit = "pairs of blocks"
    }

    /// The smallest true difference, in spreads, that an interval of 95 % shows to be none
    /// by chance in four experiments of five; nil where no difference could be shown.
    public var smallestDifference: Double? { smallestDetectable(deviation: 1, count: rounds) }

    /// In words, of a spread that was measured or is supposed, on a ratio's scale.
    public func words(spread: Double? = nil) -> String {
        guard let smallestDifference else {
            return "\(rounds) \(unit) are too few for an interval; "
                + "\(SignedRank.leastCount(confidence: 0.95)) are the fewest"
        }
        guard let spread else {
            return "\(rounds) \(unit) see a difference of \(Foresight.text(smallestDifference)) "
                + "times its spread between \(unit), in four experiments of five"
        }
        return
            "\(rounds) \(unit) see a difference of \(Foresight.text(smallestDifference * spread * 100))"
            + " % in four experiments of five, if it spreads by "
            + "\(Foresight.text(spread * 100)) % between \(unit)"
    }

    /// Two digits that count.
    private static func text(_ number: Double) -> String {
        guard number < 10 else { return "\(Int(number.rounded()))" }
        let scale = number < 1 ? 100.0 : 10.0
        return "\((number * scale).rounded() / scale)"
    }
}
