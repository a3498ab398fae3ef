// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Experiments

@Suite("A figure") struct FigureTests {
    @Test(
        "has three significant digits",
        arguments: [
            (0, "0"), (1, "1.00"), (9.994, "9.99"), (9.996, "10.0"), (99.96, "100"),
            (1534, "1530"), (-0.001234, "-0.00123"), (0.9999, "1.00"), (123_456, "123000"),
            (94.06, "94.1"),
        ])
    func digits(value: Double, text: String) {
        #expect(Figures.number(value) == text)
    }

    @Test(
        "has a unit that fits it",
        arguments: [
            (94.06e6, Metric.Unit.bitsPerSecond, "94.1 Mbit/s"), (0.00153, .seconds, "1.53 ms"),
            (0.9999e9, .bitsPerSecond, "1.00 Gbit/s"), (4.2e-9, .seconds, "4.20 ns"),
            (0.0213, .share, "2.13 %"), (1530, .bytes, "1.53 kB"), (0.9871, .index, "0.987"),
            (0, .seconds, "0 s"), (0, .share, "0 %"), (15_321, .perSecond, "15300 /s"),
        ])
    func units(value: Double, unit: Metric.Unit, text: String) {
        #expect(Figures.text(value, unit) == text)
    }

    @Test("that is a range has one unit for both ends")
    func ranges() {
        #expect(Figures.text(0.0009...0.00342, .seconds) == "0.900 to 3.42 ms")
        #expect(Figures.text(difference: 0.021...0.034, of: .goodput) == "2.10 to 3.40 %")
        #expect(Figures.text(difference: 0.01...0.02, of: .drops) == "1.00 to 2.00 % points")
        #expect(Figures.text(difference: 0.00153, of: .queueingDelay) == "1.53 ms")
    }
}
