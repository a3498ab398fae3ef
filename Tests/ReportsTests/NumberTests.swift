// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics
import Testing

@testable import Reports

@Suite("Numbers in a report") struct NumberTests {
    @Test("have three digits, a unit and its prefix") func amounts() {
        #expect(Amount.text(94_160_000, .bitsPerSecond) == "94.2 Mbit/s")
        #expect(Amount.text(0.001_534, .seconds) == "1.53 ms")
        #expect(Amount.text(0.0456, .share) == "4.56 %")
        #expect(Amount.text(0.9871, .index) == "0.987")
        #expect(Amount.text(.nan, .seconds) == "–")
        #expect(Amount.text(.infinity, .bytes) == "–")
    }

    @Test("have as many decimals as the largest beside them needs") func changes() {
        let ratio = Estimate(
            point: 0.020_134, interval: 0.005_13...0.034_2, confidence: 0.95, count: 15)
        #expect(ratio.text(of: .goodput) == "+2.01 % (+0.51 to +3.42)")
        let delay = Estimate(
            point: -0.001_1, interval: -0.001_94...0.000_2, confidence: 0.95, count: 15)
        #expect(delay.text(of: .queueingDelay) == "−1.10 ms (−1.94 to +0.20)")
        let drops = Estimate(point: 0.01, interval: 0...0.02, confidence: 0.95, count: 15)
        #expect(drops.text(of: .drops) == "+1.00 points (0.00 to +2.00)")
    }

    @Test("say that an interval has no end") func unbounded() {
        let estimate = Estimate(
            point: 0.1, interval: -Double.infinity...Double.infinity, confidence: 1, count: 2)
        #expect(estimate.text(of: .goodput) == "+10.0 % (−∞ to ∞)")
    }

    @Test("do not overflow") func hugeNumbers() {
        #expect(Amount.fixed(1e300, 2) == "> 10^15")
        #expect(Amount.fixed(-1e300, 0) == "< −10^15")
        #expect(Amount.fixed(-0.001, 2) == "0.00")
        #expect(Amount.grouped(1_234_567) == "1,234,567")
    }

    @Test("stand in one sentence that says who was better, where, and by how much")
    func headline() {
        #expect(
            Headline(Small.input()).sentence
                == "Goodput of bulk on shallow: "
                + "mine is better by 1.78 to 2.88 % (median 2.25 %) than reno, in 5 rounds.")
    }

    @Test("count the places where there are several") func headlineOfMany() {
        var input = Small.input()
        var none = input.effects[0]
        none.path = "deep"
        none.verdict = .noDifferenceSeen(-0.01...0.012, smallestDetectable: 0.014)
        input.effects.append(none)
        #expect(
            Headline(input).sentence
                == "mine against reno, goodput: better in 1 of 2 places (shallow, bulk: by 1.78 to "
                + "2.88 %), no difference seen in 1 (could have seen 1.40 %).")
    }

    @Test("never call arms the same") func neverTheSame() {
        var input = Small.input()
        input.effects[0].verdict = .noDifferenceSeen(-0.01...0.012, smallestDetectable: 0.014)
        let report = Small.report(input)
        let words = report.markdown().text + report.verdict
        #expect(report.verdict.contains("no difference seen (could have seen 1.40 %)"))
        #expect(!words.contains("the same"))
    }
}
