// SPDX-License-Identifier: Apache-2.0
import Glibc
import Statistics
import Testing

/// Examples from Efron and Tibshirani, "An Introduction to the Bootstrap" (1993).
@Suite("The bootstrap") struct BootstrapTests {
    /// Chapter 14: the spatial test of 26 children.
    static let spatial: [Double] = [
        48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24,
        26, 30, 41,
    ]
    /// Chapter 2: days that seven treated mice lived.
    static let mice: [Double] = [94, 197, 16, 38, 99, 141, 23]
    /// Chapter 3: two averages of the entrants of 15 law schools.
    static let schools: [(test: Double, grade: Double)] = [
        (576, 3.39), (635, 3.30), (558, 2.81), (578, 3.03), (666, 3.44), (580, 3.07), (555, 3.00),
        (661, 3.43), (651, 3.36), (605, 3.13), (653, 3.12), (575, 2.74), (545, 2.76), (572, 2.88),
        (594, 2.96),
    ]

    static func variance(_ sample: [Double]) -> Double {
        let mean = sample.reduce(0, +) / Double(sample.count)
        return sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sample.count)
    }

    static func correlation(_ sample: [(test: Double, grade: Double)]) -> Double {
        let count = Double(sample.count)
        let test = sample.reduce(0) { $0 + $1.test } / count
        let grade = sample.reduce(0) { $0 + $1.grade } / count
        let both = sample.reduce(0) { $0 + ($1.test - test) * ($1.grade - grade) }
        let tests = sample.reduce(0) { $0 + ($1.test - test) * ($1.test - test) }
        let grades = sample.reduce(0) { $0 + ($1.grade - grade) * ($1.grade - grade) }
        return both / (tests * grades).squareRoot()
    }

    /// They have 171.5 and, from 2,000 resamples, 115.8 to 259.6; of 100,000: 115.5 to 262.0.
    @Test("gives the variance of the spatial test the interval of the book")
    func spatial() throws {
        let bootstrap = Bootstrap(resamples: 10_000, confidence: 0.9, isExpanded: false, seed: 1)
        let estimate = try #require(bootstrap.estimate(of: Self.spatial, by: Self.variance))
        #expect(abs(estimate.point - 171.5) < 0.05)
        #expect(abs(estimate.interval.lowerBound - 115.5) < 3)
        #expect(abs(estimate.interval.upperBound - 261) < 5)
    }

    /// They have a standard error of 23.36 for the mean of endlessly many resamples.
    @Test("gives the mean of the mice the standard error of the book")
    func mice() throws {
        let means = Bootstrap(resamples: 10_000, seed: 2).replicates(of: Self.mice) {
            mean(of: $0) ?? .nan
        }
        let error = try #require(deviation(of: means))
        #expect(abs(error - 23.36) < 0.6)
    }

    /// They have 0.776 and, of 3,200 resamples, a standard error of 0.132; SciPy has an interval
    /// of 90 % from 0.417 to 0.926.
    @Test("gives the correlation of the law schools the figures of the book")
    func schools() throws {
        let bootstrap = Bootstrap(resamples: 5000, confidence: 0.9, isExpanded: false, seed: 3)
        let estimate = try #require(bootstrap.estimate(of: Self.schools, by: Self.correlation))
        #expect(abs(estimate.point - 0.776) < 5e-4)
        #expect(abs(estimate.interval.lowerBound - 0.417) < 0.03)
        #expect(abs(estimate.interval.upperBound - 0.926) < 0.01)
        let replicates = bootstrap.replicates(of: Self.schools, by: Self.correlation)
        let error = try #require(deviation(of: replicates))
        #expect(abs(error - 0.133) < 0.008)
    }

    @Test("of a mean is the same by its own way and by any statistic's")
    func generic() throws {
        // SciPy: 52.3 to 130.3 for 90 %.
        let bootstrap = Bootstrap(resamples: 20_000, confidence: 0.9, isExpanded: false, seed: 4)
        let own = try #require(bootstrap.mean(of: Self.mice))
        let any = try #require(bootstrap.estimate(of: Self.mice) { mean(of: $0) ?? .nan })
        #expect(abs(own.interval.lowerBound - 52.3) < 1.5)
        #expect(abs(own.interval.upperBound - 130.3) < 2.5)
        #expect(abs(own.interval.lowerBound - any.interval.lowerBound) < 2)
        #expect(abs(own.interval.upperBound - any.interval.upperBound) < 3)
        #expect(own.point == any.point)
    }

    @Test("is the same for the same seed and stream, and another for another stream")
    func seeded() {
        let one = Bootstrap(seed: 7, stream: 1).mean(of: Self.mice)
        #expect(one == Bootstrap(seed: 7, stream: 1).mean(of: Self.mice))
        #expect(one != Bootstrap(seed: 7, stream: 2).mean(of: Self.mice))
    }

    @Test("of what never varies is that")
    func constant() {
        #expect(Bootstrap(seed: 1).mean(of: [3, 3, 3, 3])?.interval == 3...3)
    }

    @Test("of less than two numbers has no interval")
    func tooFew() {
        #expect(Bootstrap(seed: 1).mean(of: [3]) == nil)
        #expect(Bootstrap(seed: 1).percentile(0.5, of: []) == nil)
    }

    @Test("has the percentile itself inside the interval")
    func percentile() throws {
        let estimate = try #require(Bootstrap(seed: 1).percentile(0.5, of: Self.spatial))
        #expect(estimate.point == 31)
        #expect(estimate.interval.contains(31))
        #expect(estimate.interval.lowerBound >= 20)
    }
}
