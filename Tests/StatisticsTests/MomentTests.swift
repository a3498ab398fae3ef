// SPDX-License-Identifier: Apache-2.0
import Statistics
import Testing

@Suite("A distribution") struct MomentTests {
    /// As SciPy has them.
    @Test(
        "that is normal has the known quantiles, far down its tail too",
        arguments: [
            (1e-300, -37.0470962993612), (1e-10, -6.361340902404056),
            (0.025, -1.9599639845400545), (0.5, 0), (0.8, 0.8416212335729143),
            (0.975, 1.959963984540054),
        ])
    func normal(probability: Double, value: Double) {
        #expect(abs(Normal.quantile(probability) - value) < 1e-12)
    }

    @Test(
        "of Student has the known quantiles",
        arguments: [
            (1, 0.975, 12.706204736174694), (2, 0.975, 4.302652729749462),
            (5, 0.99, 3.3649299989072174), (14, 0.975, 2.144786687917804),
            (29, 0.995, 2.756385903670605),
        ])
    func student(degrees: Int, probability: Double, value: Double) {
        let student = StudentT(degrees: degrees)
        #expect(abs(student.quantile(probability) - value) < 1e-9)
        #expect(abs(student.quantile(1 - probability) + value) < 1e-9)
    }

    /// As NumPy has them.
    @Test(
        "has percentiles of type 7",
        arguments: [(0, 1), (0.25, 1.75), (0.5, 3.5), (0.9, 6.9), (0.99, 8.79), (1, 9)])
    func percentiles(share: Double, value: Double) throws {
        let found = try #require(percentile(share, of: [3, 1, 4, 1, 5, 9, 2, 6]))
        #expect(abs(found - value) < 1e-12)
    }

    @Test("of nothing has no percentile, mean or deviation")
    func nothing() {
        #expect(percentile(0.5, of: []) == nil)
        #expect(mean(of: []) == nil)
        #expect(deviation(of: [1]) == nil)
        #expect(Histogram([]).percentile(0.5) == nil)
    }

    @Test("in bins has its percentiles evenly within a bin")
    func bins() {
        let histogram = Histogram([
            .init(10...20, weight: 6), .init(0...10, weight: 3), .init(20...40, weight: 1),
        ])
        #expect(histogram.percentile(0) == 0)
        #expect(histogram.percentile(0.15) == 5)
        #expect(histogram.percentile(0.6) == 15)
        #expect(histogram.percentile(0.95) == 30)
        #expect(histogram.percentile(1) == 40)
    }

    @Test("of weighted values has one of them for a percentile")
    func weighted() {
        let histogram = Histogram(weighted: [(5, 1), (1, 98), (7, 1), (9, 0)])
        #expect(histogram.percentile(0.5) == 1)
        #expect(histogram.percentile(0.985) == 5)
        #expect(histogram.percentile(1) == 7)
    }
}

@Suite("Of several") struct SeveralTests {
    /// The example by which the rule is commonly taught: of 0.01, 0.04, 0.03 and 0.005, two
    /// withstand 5 %.
    @Test("tests, Holm's correction keeps the strongest")
    func holm() {
        let corrected = Statistics.holm([0.01, 0.04, 0.03, 0.005])
        for (found, expected) in zip(corrected, [0.03, 0.06, 0.06, 0.02]) {
            #expect(abs(found - expected) < 1e-12)
        }
        #expect(Statistics.holm([0.7, 0.6]) == [1, 1])
        #expect(Statistics.holm([]).isEmpty)
    }

    /// Jain, Chiu and Hawe (1984): 20 dollars among a hundred people, one each for 20 of them, or
    /// two each for ten.
    @Test("shares, Jain's index tells what part of them is served")
    func jain() throws {
        func index(_ served: Int, _ dollars: Double) -> Double? {
            jainIndex(of: (0..<100).map { $0 < served ? dollars : 0 })
        }
        #expect(index(20, 1) == 0.2)
        #expect(index(10, 2) == 0.1)
        #expect(index(100, 0.5) == 1)
        #expect(jainIndex(of: [0, 0]) == nil)
        let odd = try #require(jainIndex(of: [1, 3, 5]))
        #expect(abs(odd - 81.0 / 105) < 1e-12)
    }
}
