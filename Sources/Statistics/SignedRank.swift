// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Wilcoxon's signed ranks: the centre of differences, without asking for their shape.
///
/// The differences must be independent, and symmetric about one centre. Where they are not
/// symmetric, what is estimated is the pseudo-median: the median of the mean of two of them.
public enum SignedRank {
    /// Up to here the distribution is counted out; beyond it is all but normal.
    static let mostExact = 60

    /// How many differences it takes for any interval of this confidence: 6 for 95 %.
    public static func leastCount(confidence: Double) -> Int {
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        var count = 1
        // The widest interval misses when all signs agree.
        while 1 - 2 * pow(0.5, Double(count)) < confidence { count += 1 }
        return count
    }

    /// The estimate of Hodges and Lehmann, and the interval of all centres that the test does not
    /// refuse; nil with fewer differences than `leastCount`.
    ///
    /// The interval runs from one Walsh average to another, so its confidence comes in steps: it
    /// is the least step that is as much as was asked for (from 7 differences on between 95 and
    /// 96.2 % for 95 %). Ties and zeros can only make it hold more often.
    public static func estimate(_ differences: [Double], confidence: Double = 0.95) -> Estimate? {
        let count = differences.count
        guard count >= leastCount(confidence: confidence) else { return nil }
        let averages = walshAverages(of: differences)
        let (outside, attained) = steps(count: count, confidence: confidence)
        return Estimate(
            point: median(ofSorted: averages),
            interval: averages[outside]...averages[averages.count - 1 - outside],
            confidence: attained, count: count)
    }

    /// The median of the means of every two differences, and of every one with itself.
    public static func pseudoMedian(of differences: [Double]) -> Double? {
        differences.isEmpty ? nil : median(ofSorted: walshAverages(of: differences))
    }

    static func walshAverages(of differences: [Double]) -> [Double] {
        let sorted = differences.sorted()
        var averages: [Double] = []
        averages.reserveCapacity(sorted.count * (sorted.count + 1) / 2)
        for first in sorted.indices {
            // Halved before they are added, so that no sum is too large.
            for second in first..<sorted.count {
                averages.append(sorted[first] / 2 + sorted[second] / 2)
            }
        }
        averages.sort()
        return averages
    }

    private static func median(ofSorted values: [Double]) -> Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// How many Walsh averages stay outside at either end, and what that makes the confidence.
    static func steps(count: Int, confidence: Double) -> (outside: Int, confidence: Double) {
        let tail = (1 - confidence) / 2
        guard count <= mostExact else {
            let (mean, deviation) = moments(count: count)
            let last = (mean - 0.5 + Normal.quantile(tail) * deviation).rounded(.down)
            let chance = Normal.probability(below: (last + 0.5 - mean) / deviation)
            return (Int(last), 1 - 2 * chance)
        }
        var cumulated = 0.0
        for (sum, chance) in distribution(ofRanks: Array(1...count)).enumerated() {
            if cumulated + chance > tail { return (sum - 1, 1 - 2 * cumulated) }
            cumulated += chance
        }
        return (0, 1)
    }

    private static func moments(count: Int) -> (mean: Double, deviation: Double) {
        let count = Double(count)
        return (
            count * (count + 1) / 4, (count * (count + 1) * (2 * count + 1) / 24).squareRoot()
        )
    }

    /// The chance of every sum of ranks, from 0, when each counts or not by the toss of a coin.
    static func distribution(ofRanks ranks: [Int]) -> [Double] {
        var chances = [Double](repeating: 0, count: ranks.reduce(1, +))
        chances[0] = 1
        var most = 0
        for rank in ranks {
            most += rank
            for sum in stride(from: most, through: 0, by: -1) {
                chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2
            }
        }
        return chances
    }
}
