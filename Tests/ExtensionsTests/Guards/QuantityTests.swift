// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extensions

@Suite("A quantity")
struct QuantityTests {
    @Test(
        "is read with three digits and a prefix",
        arguments: [
            (0.074, Quantity.Unit.share, "7.4 %"), (0.001, .share, "0.1 %"), (1, .share, "100 %"),
            (0, .share, "0 %"), (0.000012345, .share, "0.00123 %"), (0.99996, .share, "100 %"),
            (850, .microseconds, "850 us"), (0.5, .microseconds, "0.5 us"),
            (40_150, .microseconds, "40.2 ms"), (999.6, .microseconds, "1 ms"),
            (1_234_567, .microseconds, "1.23 s"), (4e9, .microseconds, "4000 s"),
            (0, .bitsPerSecond, "0 bit/s"), (9_414_000, .bitsPerSecond, "9.41 Mbit/s"),
            (812_300, .bitsPerSecond, "812 kbit/s"), (2.5e10, .bitsPerSecond, "25 Gbit/s"),
            (10, .count, "10"), (12.345, .count, "12.3"), (10_432, .count, "10.4 k"),
            (81_200, .perSecond, "81.2 k/s"), (0.25, .perSecond, "0.25 /s"),
        ])
    func words(value: Double, unit: Quantity.Unit, words: String) {
        #expect(Quantity(value, unit).description == words)
    }

    @Test("of a distribution is its nearest rank")
    func percentiles() throws {
        let ten = try #require(Distribution((1...10).map(Double.init).reversed()))
        #expect([ten.p50, ten.p90, ten.p99, ten.max, ten.mean] == [5, 9, 10, 10, 5.5])
        let many = try #require(Distribution((1...200).map(Double.init)))
        #expect([many.p50, many.p90, many.p99, many.max] == [100, 180, 198, 200])
        let one = try #require(Distribution([7]))
        #expect([one.p50, one.p90, one.p99, one.max, one.mean] == [7, 7, 7, 7, 7])
        #expect(Distribution([]) == nil)
    }
}
