// SPDX-License-Identifier: Apache-2.0
import Glibc

extension SignedRank {
    /// How often chance alone would make signed ranks as lopsided as these, either way.
    ///
    /// Equal differences share the mean of their ranks, and the distribution is counted out for
    /// the ranks as they are. Zeros are ranked and then put aside, as Pratt showed in 1959 that
    /// they must be. Beyond 60 differences: the normal distribution, with its corrections for ties
    /// and for continuity.
    public static func probability(_ differences: [Double]) -> Double {
        let (ranks, positive) = doubledRanks(of: differences)
        guard !ranks.isEmpty else { return 1 }
        guard ranks.count <= mostExact else {
            return approximation(doubledRanks: ranks, positive: positive)
        }
        let chances = distribution(ofRanks: ranks)
        let below = chances[...positive].reduce(0, +)
        let above = chances[positive...].reduce(0, +)
        return min(1, 2 * min(below, above))
    }

    /// Twice the ranks of all that is not zero (so that shared ranks are whole), and the sum of
    /// those above zero.
    private static func doubledRanks(of differences: [Double]) -> (all: [Int], positive: Int) {
        let sorted = differences.sorted { abs($0) < abs($1) }
        var ranks: [Int] = []
        var positive = 0
        var start = 0
        while start < sorted.count {
            let size = abs(sorted[start])
            let end = sorted[start...].firstIndex { abs($0) != size } ?? sorted.count
            // The mean of the ranks start+1 ... end, twice.
            let rank = start + 1 + end
            for difference in sorted[start..<end] where difference != 0 {
                ranks.append(rank)
                if difference > 0 { positive += rank }
            }
            start = end
        }
        return (ranks, positive)
    }

    private static func approximation(doubledRanks ranks: [Int], positive: Int) -> Double {
        let mean = Double(ranks.reduce(0, +)) / 2
        let deviation = (ranks.reduce(0.0) { $0 + Double($1) * Double($1) } / 4).squareRoot()
        // Half a rank, in doubled ranks.
        let distance = max(0, abs(Double(positive) - mean) - 1)
        return min(1, 2 * Normal.probability(below: -distance / deviation))
    }
}
