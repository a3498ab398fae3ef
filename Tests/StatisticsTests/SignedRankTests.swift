// SPDX-License-Identifier: Apache-2.0
import Statistics
import Testing

@Suite("Signed ranks") struct SignedRankTests {
    /// Hollander and Wolfe, "Nonparametric Statistical Methods", table 3.1: the scale of
    /// depression of nine patients before and after a tranquilliser.
    static let depression = zip(
        [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30],
        [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    ).map { $1 - $0 }

    @Test("find in the depression data what Hollander and Wolfe find")
    func depression() throws {
        let estimate = try #require(SignedRank.estimate(Self.depression))
        #expect(abs(estimate.point - -0.46) < 1e-9)
        #expect(abs(estimate.interval.lowerBound - -0.786) < 1e-9)
        #expect(abs(estimate.interval.upperBound - -0.010) < 1e-9)
        // They say 96.1 %.
        #expect(abs(estimate.confidence - 0.961) < 5e-4)
        #expect(estimate.count == 9)
    }

    @Test("find the depression data as unlikely as Hollander and Wolfe, either way")
    func depressionProbability() {
        // One-sided they say .019, to three places.
        #expect(abs(SignedRank.probability(Self.depression) - 0.0390625) < 1e-12)
    }

    /// The greatest sum that is refused at 5 % two-sided, as printed in the common tables
    /// (McCornack, 1965).
    @Test(
        "have the critical values of the tables",
        arguments: [
            (6, 0), (7, 2), (8, 3), (9, 5), (10, 8), (11, 10), (12, 13), (13, 17), (14, 21),
            (15, 25), (16, 29), (17, 34), (18, 40), (19, 46), (20, 52), (25, 89), (30, 137),
        ])
    func criticalValues(count: Int, greatest: Int) throws {
        // The k-th Walsh average from below, from 0, is the end of the interval. Of powers of two
        // it says how many lie below it.
        let differences = (0..<count).map { Double(1 << $0) }
        let averages = differences.indices.flatMap { first in
            (first..<count).map { (differences[first] + differences[$0]) / 2 }
        }.sorted()
        let estimate = try #require(SignedRank.estimate(differences))
        #expect(averages[greatest] == estimate.interval.lowerBound)
        #expect(estimate.confidence >= 0.95)
    }

    @Test("need 6 differences for 95 %, 8 for 99 %, and 5 for 90 %")
    func least() {
        #expect(SignedRank.leastCount(confidence: 0.95) == 6)
        #expect(SignedRank.leastCount(confidence: 0.99) == 8)
        #expect(SignedRank.leastCount(confidence: 0.9) == 5)
        #expect(SignedRank.estimate([1, 2, 3, 4, 5]) == nil)
        #expect(SignedRank.estimate([1, 2, 3, 4, 5, 6])?.interval == 1...6)
    }

    /// Counted over all signs, by a program of its own.
    @Test("give equal sizes the mean of their ranks")
    func ties() {
        #expect(abs(SignedRank.probability([1, 1, -2, 3, 3, 3, -1, 4]) - 0.1171875) < 1e-12)
    }

    /// The same; Pratt's zeros hold the lowest ranks.
    @Test("rank zeros before they put them aside")
    func zeros() {
        #expect(abs(SignedRank.probability([0, 0, 1, 2, 3, 4, 5, -1]) - 0.09375) < 1e-12)
        #expect(SignedRank.probability([0, 0, 0]) == 1)
        #expect(SignedRank.probability([]) == 1)
    }

    /// As SciPy has it, with Pratt's zeros and the correction for continuity.
    @Test("come to the normal distribution with many differences")
    func many() {
        let differences = (0..<80).map { Double($0 * 37 % 101 - 40) / 7 }
        #expect(abs(SignedRank.probability(differences) - 0.0061219581954903325) < 1e-9)
    }

    @Test("are all but the same on both sides of where they stop to be exact")
    func seam() throws {
        let differences = (0..<61).map { Double($0 * 37 % 61) - 20 }
        let exact = try #require(SignedRank.estimate(Array(differences.prefix(60))))
        let normal = try #require(SignedRank.estimate(differences))
        #expect(abs(exact.confidence - normal.confidence) < 0.002)
        #expect(normal.confidence >= 0.9499)
    }

    @Test("say the same of differences the other way round")
    func mirrored() throws {
        let estimate = try #require(SignedRank.estimate(Self.depression))
        let mirrored = try #require(SignedRank.estimate(Self.depression.map { -$0 }))
        #expect(mirrored.interval.lowerBound == -estimate.interval.upperBound)
        #expect(mirrored.point == -estimate.point)
    }

    @Test("of equal differences are these differences")
    func constant() {
        #expect(SignedRank.estimate(Array(repeating: 2, count: 7))?.interval == 2...2)
    }
}
