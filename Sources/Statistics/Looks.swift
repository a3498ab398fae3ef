// SPDX-License-Identifier: Apache-2.0
import Glibc

/// At which numbers of rounds results may be looked at while an experiment goes on, and with what
/// confidence, so that what is said at the end still holds as often as was asked.
///
/// Whoever looks after every round, and stops when the interval pleases, stops when it is too
/// narrow by chance. So looks are few and set beforehand, and what the intervals may miss in
/// all, 1 - confidence, is divided evenly among them: the interval of one of five looks, for 95 %
/// in all, has 99 %. As no more than that can be missed by any look at all, the confidence holds
/// whatever the reason to stop was (a width, a verdict, a full disk), for any number of measures
/// that are watched at once, and without asking for the shape of the differences.
///
/// The price: intervals a third wider than those of rounds that were fixed beforehand. The
/// coverage is above what was asked: the tests measure 98 to 99 % for an asked 95 %.
public struct Looks: Equatable, Sendable {
    /// Of all looks together.
    public let confidence: Double
    /// After which rounds, rising; the last is the most that there will be.
    public let rounds: [Int]

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
    }

    /// What the interval of a single look must have.
    public var confidenceOfEach: Double { 1 - (1 - confidence) / Double(rounds.count) }

    public func isLook(after round: Int) -> Bool { rounds.contains(round) }

    /// The next look after so many rounds; nil after the last.
    public func next(after round: Int) -> Int? { rounds.first { $0 > round } }

    /// The interval that a look is entitled to.
    public func estimate(_ differences: [Double]) -> Estimate? {
        SignedRank.estimate(differences, confidence: confidenceOfEach)
    }
}
