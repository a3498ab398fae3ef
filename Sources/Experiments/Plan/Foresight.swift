// SPDX-License-Identifier: Apache-2.0
/// What so many rounds can see, before there is one.
///
/// The unit is the spread: the standard deviation, between rounds, of the difference that a
/// treatment makes in one round. That is not known until it has been measured.
public struct Foresight: Equatable, Sendable {
    /// The fewest rounds of which a signed-rank test can say anything at 95 %.
    public static let fewestRounds = 6

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
    ///
    /// By the usual formula for paired means with Student's t in place of the normal
    /// quantiles, and a little more for the signed-rank test's efficiency (3/pi where the
    /// differences are normal). It is good to a few hundredths.
    public var smallestDifference: Double? {
        guard rounds >= Foresight.fewestRounds else { return nil }
        let freedom = Double(rounds - 1)
        let quantiles = Foresight.student(1.959964, freedom) + Foresight.student(0.841621, freedom)
        return quantiles * (Double.pi / 3).squareRoot() / Double(rounds).squareRoot()
    }

    /// The quantile of Student's t at the probability at which the normal's is `z`:
    /// Cornish and Fisher's expansion.
    private static func student(_ z: Double, _ freedom: Double) -> Double {
        let (z3, z5) = (z * z * z, z * z * z * z * z)
        let first = (z3 + z) / 4
        let second = (5 * z5 + 16 * z3 + 3 * z) / 96
        let third = (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / 384
        return z + first / freedom + second / (freedom * freedom)
            + third / (freedom * freedom * freedom)
    }

    /// In words, of a spread that was measured or is supposed, on a ratio's scale.
    public func words(spread: Double? = nil) -> String {
        guard let smallestDifference else {
            return "\(rounds) \(unit) are too few for an interval; "
                + "\(Foresight.fewestRounds) are the fewest"
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
