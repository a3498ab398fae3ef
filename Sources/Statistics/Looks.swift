// SPDX-License-Identifier: Apache-2.0
import Glibc

/// At which numbers of rounds results may be looked at while an experiment goes on, and with what
/// confidence, so that what is said at the end still holds as often as was asked.
///
/// Whoever looks again and again, and stops when the interval pleases, stops when it happens to
/// please. So looks are few and set beforehand, and all have one higher confidence: that at which
/// the chance that the interval of *any* look misses the truth is no more than 1 - `confidence`
/// (Pocock, 1977). It holds whatever the reason to stop was, a width or a verdict or a full disk,
/// and for each of any number of measures that are watched at once.
///
/// That chance is integrated for sums of independent normal steps, which signed ranks come close
/// to; the tests measure it for other shapes. The price for five looks: 98.5 % for each, and so
/// intervals a quarter wider than those of rounds that were fixed beforehand. Who stops by width,
/// which says little of where the interval lies, is on the safe side: the tests measure 98 %.
public struct Looks: Equatable, Sendable {
    /// Of all looks together.
    public let confidence: Double
    /// After which rounds, rising; the last is the most that there will be.
    public let rounds: [Int]
    /// What the interval of a single look must have.
    public let confidenceOfEach: Double

    /// Five looks at most, from `first` to `most` rounds, each as much longer than the one before.
    public init(first: Int = 10, most: Int, confidence: Double = 0.95) {
        precondition(most > 0 && first > 0, "a look takes a round")
        self.confidence = confidence
        // No look is worth its confidence before an interval of its own can be had.
        let least = SignedRank.leastCount(confidence: 1 - (1 - confidence) / 5)
        let first = min(max(first, least), most)
        let steps = 4
        var rounds: [Int] = []
        for step in 0...steps {
            let growth = pow(Double(most) / Double(first), Double(step) / Double(steps))
            let round = step == steps ? most : Int((Double(first) * growth).rounded())
            // Looks that are no two rounds apart are not worth what they cost.
            if round >= (rounds.last ?? -1) + 2 { rounds.append(round) }
        }
        if rounds.last != most { rounds[rounds.count - 1] = most }
        self.rounds = rounds
        confidenceOfEach = Looks.confidence(ofEach: rounds, all: confidence)
    }

    public func isLook(after round: Int) -> Bool { rounds.contains(round) }

    /// The next look after so many rounds; nil after the last.
    public func next(after round: Int) -> Int? { rounds.first { $0 > round } }

    /// The interval that a look is entitled to.
    public func estimate(_ differences: [Double]) -> Estimate? {
        SignedRank.estimate(differences, confidence: confidenceOfEach)
    }

    /// The confidence of each look with which all hold together so often.
    private static func confidence(ofEach rounds: [Int], all confidence: Double) -> Double {
        // Between one look and the sum of all misses.
        let single = Normal.quantile(1 - (1 - confidence) / 2)
        let divided = Normal.quantile(1 - (1 - confidence) / 2 / Double(rounds.count))
        guard rounds.count > 1 else { return confidence }
        var (low, high) = (single, divided)
        while high - low > 1e-4 {
            let middle = (low + high) / 2
            if chance(toStayWithin: middle, at: rounds) < confidence {
                low = middle
            } else {
                high = middle
            }
        }
        return 1 - 2 * Normal.probability(below: -high)
    }

    /// The chance that a sum of normal steps is at none of these numbers of steps further than
    /// `reach` deviations from 0: look by look, on a grid.
    private static func chance(toStayWithin reach: Double, at rounds: [Int]) -> Double {
        let cells = 80
        var before = (steps: 0, places: [0.0], weights: [1.0])
        for round in rounds {
            let edge = reach * Double(round).squareRoot()
            let width = 2 * edge / Double(cells)
            let deviation = Double(round - before.steps).squareRoot()
            let places = (0..<cells).map { -edge + width * (Double($0) + 0.5) }
            let weights = places.map { place in
                zip(before.places, before.weights).reduce(0) { sum, from in
                    let distance = (place - from.0) / deviation
                    return sum + from.1 * exp(-distance * distance / 2)
                } * width / (deviation * (2 * Double.pi).squareRoot())
            }
            before = (round, places, weights)
        }
        return before.weights.reduce(0, +)
    }
}
