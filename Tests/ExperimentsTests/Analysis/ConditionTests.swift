// SPDX-License-Identifier: Apache-2.0
import Spelling
import Statistics
import Testing

@testable import Experiments

@Suite("A condition") struct ConditionTests {
    static func condition(_ text: String, parts: [String] = []) throws -> FailCondition {
        try FailCondition(parsing: text, primary: MeasurePattern(.goodput), parts: parts)
    }

    static func misreading(_ text: String, parts: [String] = []) -> Misreading? {
        do {
            _ = try condition(text, parts: parts)
            return nil
        } catch {
            return error as? Misreading
        }
    }

    @Test("names a measure and by how much it may be worse")
    func read() throws {
        let ratio = try Self.condition("bulk.goodput worse than 2%")
        #expect(ratio.pattern == MeasurePattern(.goodput, of: "bulk"))
        #expect(ratio.claim == .worse(than: 0.02))
        #expect(
            try Self.condition("rr.queueing_delay worse than 5 ms").claim == .worse(than: 0.005))
        #expect(try Self.condition("rr.latency_p99.9 worse than 1.5%").claim == .worse(than: 0.015))
        #expect(try Self.condition("bulk.queue worse than 10kB").claim == .worse(than: 10_000))
        #expect(try Self.condition("fairness worse than 0.05").claim == .worse(than: 0.05))
        #expect(try Self.condition("primary better").claim == .better(than: 0))
        #expect(try Self.condition("primary differs").pattern == MeasurePattern(.goodput))
        #expect(try Self.condition("marks differs").claim == .differs)
    }

    @Test("with a unit that does not fit says which would")
    func units() throws {
        let found = try #require(Self.misreading("rr.latency_p99 worse than 5MB"))
        #expect(
            "\(found)"
                == """
                condition "rr.latency_p99 worse than 5MB": column 27: expected an amount such as \
                2%, as latency_p99 is compared by ratio, found "5MB"
                """)
        #expect(Self.misreading("transactions worse than 5")?.column == 25)
        #expect(Self.misreading("queueing_delay worse than 5%")?.column == 27)
        #expect(Self.misreading("bulk.queue worse than 5")?.column == 23)
    }

    @Test("that is misspelt is told the nearest word")
    func misspelt() {
        #expect(Self.misreading("bulk.godput worse than 2%")?.nearest == "goodput")
        #expect(Self.misreading("goodput wurse than 2%")?.nearest == "worse")
        #expect(Self.misreading("bulk.goodput worse then 2%")?.column == 20)
        #expect(Self.misreading("goodput worse than")?.found == nil)
        #expect(Self.misreading("goodput worse than 2% or so")?.expected == "nothing more")
        #expect(
            Self.misreading("bluk.goodput differs", parts: ["bulk", "rr"])?.nearest
                == "bulk.goodput")
    }

    @Test("cannot call worse what has no better")
    func neither() {
        #expect(Self.misreading("marks worse than 2%")?.expected == "differs")
    }

    @Test("may be in the metric's own unit where effects are ratios: then pairs are subtracted")
    func unit() throws {
        let condition = try Self.condition("rr.latency_p99 worse than 5ms")
        #expect(condition.claim == .worse(than: 0.005) && condition.isInUnit)
        var effect = Self.effect(0.1...0.2, Measure("rr", .latencyP99))
        // Ten milliseconds more, give or take three.
        effect.pairs = (0..<9).map {
            .init(round: $0, control: 0.050, treatment: 0.060 + 0.001 * Double($0 % 7 - 3))
        }
        #expect(condition.holds(for: effect) == true)
        #expect(try Self.condition("rr.latency_p99 worse than 10ms").holds(for: effect) == false)
        #expect(try Self.condition("rr.latency_p99 worse than 5%").holds(for: effect) == true)
    }

    /// An effect with this interval.
    static func effect(_ range: ClosedRange<Double>?, _ measure: Measure = Made.goodput) -> Effect {
        Effect(
            measure, arm: "mine", control: "reno", path: "shallow", load: "bulk",
            estimate: range.map {
                Estimate(point: $0.lowerBound, interval: $0, confidence: 0.95, count: 9)
            }, isPrimary: true, verdict: .tooFewRounds(have: 0, need: 6), pairs: [])
    }

    @Test("holds only where all of the interval is beyond it")
    func judged() throws {
        let worse = try Self.condition("goodput worse than 2%")
        #expect(worse.holds(for: Self.effect(-0.05 ... -0.021)) == true)
        #expect(worse.holds(for: Self.effect(-0.05 ... -0.01)) == false)
        #expect(worse.holds(for: Self.effect(-0.9...0.9)) == false)
        #expect(worse.holds(for: Self.effect(0.03...0.04)) == false)
        #expect(worse.holds(for: Self.effect(nil)) == nil)
        let slower = try Self.condition("latency_p99 worse than 2%")
        #expect(slower.holds(for: Self.effect(0.021...0.05, Made.latency)) == true)
        #expect(slower.holds(for: Self.effect(-0.05 ... -0.03, Made.latency)) == false)
        let differs = try Self.condition("goodput differs")
        #expect(differs.holds(for: Self.effect(0.001...0.002)) == true)
        #expect(differs.holds(for: Self.effect(0...0.002)) == false)
    }

    @Test("says where it holds, where it cannot be judged, and where it is about nothing")
    func judgement() throws {
        let condition = try Self.condition("goodput worse than 2%")
        let judgement = condition.judge([
            Self.effect(-0.05 ... -0.03), Self.effect(nil), Self.effect(0...1, Made.latency),
        ])
        #expect(judgement.holds)
        #expect(judgement.meant == 2 && judgement.unjudged.count == 1)
        #expect(condition.judge([]).lines == ["goodput worse than 2%: no result is of goodput"])
    }
}

@Suite("A stopping rule") struct UntilTests {
    static func rule(_ text: String) throws -> Until {
        try Until(parsing: text, primary: MeasurePattern(.goodput))
    }

    @Test("names a measure and a width")
    func read() throws {
        let rule = try Self.rule("width(primary) < 2%")
        #expect(rule.pattern == MeasurePattern(.goodput))
        #expect(rule.width == 0.02)
        #expect(try Self.rule("width( bulk.queueing_delay )<1.5ms").width == 0.0015)
        #expect(throws: Misreading.self) { try Self.rule("width(primary) > 2%") }
        #expect(throws: Misreading.self) { try Self.rule("width(primary) < 2ms") }
        #expect(throws: Misreading.self) { try Self.rule("breadth(primary) < 2%") }
    }

    @Test("stops at looks only, and only where every interval is narrow")
    func judged() throws {
        let rule = try Self.rule("width(primary) < 2%")
        let looks = Looks(first: 10, most: 60)
        let narrow = ConditionTests.effect(0.01...0.02)
        let wide = ConditionTests.effect(0.01...0.04)
        let next = looks.rounds[1]
        #expect(rule.judge(after: 10, [narrow], looks: looks) == .narrow)
        #expect(rule.judge(after: 9, [narrow], looks: looks) == .goOn(nextLook: 10))
        #expect(rule.judge(after: 11, [narrow], looks: looks) == .goOn(nextLook: next))
        #expect(rule.judge(after: 10, [narrow, wide], looks: looks) == .goOn(nextLook: next))
        #expect(rule.judge(after: 10, [], looks: looks) == .goOn(nextLook: next))
        #expect(rule.judge(after: 60, [wide], looks: looks) == .enough)
    }
}
