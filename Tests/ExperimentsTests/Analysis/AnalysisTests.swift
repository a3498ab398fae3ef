// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Experiments

@Suite("An analysis") struct AnalysisTests {
    static func only(_ runs: [RunSummary], _ question: Question) throws -> Effect {
        let analysis = Analysis(of: runs, question)
        try #require(analysis.effects.count == 1)
        return analysis.effects[0]
    }

    @Test("finds what a treatment adds, though all drifts")
    func better() throws {
        let effect = try Self.only(Made.rounds(15, factor: 1.03), Made.question())
        guard case .better(let range) = effect.verdict else {
            Issue.record("\(effect.verdict)")
            return
        }
        #expect(range.contains(0.03))
        #expect(range.lowerBound > 0.028 && range.upperBound < 0.032)
        #expect(effect.isPrimary)
        #expect(effect.pairs.count == 15)
        let bootstrap = try #require(effect.bootstrap)
        #expect(bootstrap.interval.contains(0.03))
    }

    @Test("knows that less latency is better")
    func less() throws {
        let question = Made.question(primary: MeasurePattern(.latencyP99))
        let effect = try Self.only(
            Made.rounds(15, Made.latency, base: 0.02, factor: 0.9), question)
        guard case .better(let range) = effect.verdict else {
            Issue.record("\(effect.verdict)")
            return
        }
        #expect(range.contains(-0.1))
    }

    @Test("says worse where it is worse")
    func worse() throws {
        let effect = try Self.only(Made.rounds(15, factor: 0.95), Made.question())
        guard case .worse(let range) = effect.verdict else {
            Issue.record("\(effect.verdict)")
            return
        }
        #expect(range.contains(-0.05))
    }

    @Test("never calls marks better or worse")
    func different() throws {
        let question = Made.question(primary: MeasurePattern(.marks))
        let effect = try Self.only(
            Made.rounds(15, Made.marks, base: 0.1, offset: 0.05), question)
        guard case .different(let range) = effect.verdict else {
            Issue.record("\(effect.verdict)")
            return
        }
        #expect(range.contains(0.05))
        #expect(effect.words.contains("mine is higher by"))
    }

    @Test("of the same arm twice sees no difference, and says how large one it could have seen")
    func nothing() throws {
        let effect = try Self.only(Made.rounds(15, noise: 0.02, seed: 3), Made.question())
        guard case .noDifferenceSeen(let range, let smallest) = effect.verdict else {
            Issue.record("\(effect.verdict)")
            return
        }
        #expect(range.contains(0))
        #expect(smallest > 0.005 && smallest < 0.03)
        #expect(effect.words.hasPrefix("no difference seen (could have seen 1."))
    }

    @Test("of three rounds says that six are needed")
    func few() throws {
        let effect = try Self.only(Made.rounds(3), Made.question())
        #expect(effect.verdict == .tooFewRounds(have: 3, need: 6))
        #expect(effect.words == "too few rounds: 3, and 6 are needed")
        #expect(effect.probability == nil)
    }

    @Test("takes the latest valid attempt of a round")
    func attempts() throws {
        var runs = Made.rounds(6)
        runs.append(
            Made.run("mine", round: 2, attempt: 1, outcome: .failed("x"), [Made.goodput: 1]))
        runs.append(Made.run("mine", round: 2, attempt: 2, [Made.goodput: 5e6]))
        let effect = try Self.only(runs, Made.question())
        #expect(effect.pairs[2].treatment == 5e6)
        #expect(effect.pairs.count == 6)
    }

    @Test("leaves out, and counts, what cannot be compared")
    func leftOut() throws {
        var runs = Made.rounds(9)
        for (index, value) in [(3, 0.0), (5, Double.nan)] {
            runs[index].values[Made.goodput] = value
        }
        runs[9].values = [:]
        let effect = try Self.only(runs, Made.question())
        #expect(effect.leftOut == 3)
        #expect(effect.pairs.map(\.round) == [0, 3, 5, 6, 7, 8])
    }

    @Test("has no effect of a round whose other half is void")
    func voids() throws {
        var runs = Made.rounds(8)
        runs[4].outcome = .void([.interrupted])
        let analysis = Analysis(of: runs, Made.question())
        #expect(analysis.effects[0].pairs.map(\.round) == [0, 1, 3, 4, 5, 6, 7])
        #expect(analysis.effects[0].leftOut == 0)
        #expect(analysis.tallies.map(\.arm) == ["reno", "mine"])
        #expect(analysis.tallies[0].void == 1)
        #expect(analysis.tallies[0].valid == 7)
        #expect(
            analysis.tallies[0].reasons == [.init(words: "it was interrupted", count: 1)])
    }

    @Test("compares differences where a ratio would have no meaning")
    func differences() throws {
        let question = Made.question(primary: MeasurePattern(.queue))
        let runs = Made.rounds(8, Made.queue, base: 0, offset: -500)
        let effect = try Self.only(runs, question)
        #expect(effect.verdict == .better(by: -500 ... -500))
        #expect(effect.words == "mine is better by 500 to 500 B (median 500 B)")
    }

    @Test("keeps secondary measures to Holm's correction, the primary one not")
    func corrected() throws {
        // Six rounds: the least probability there is, 1/32, is not enough for two measures.
        let runs = zip(
            Made.rounds(6, factor: 1.1), Made.rounds(6, Made.latency, base: 0.01, factor: 0.8)
        ).map { first, second in
            var run = first
            run.values[Made.latency] = second.values[Made.latency]
            run.values[Measure("bulk", .srtt)] = second.values[Made.latency]
            return run
        }
        let question = Made.question(
            secondary: [MeasurePattern(.latencyP99), MeasurePattern(.srtt)])
        let analysis = Analysis(of: runs, question)
        #expect(analysis.primary.map(\.probability) == [0.03125])
        #expect(analysis.secondary.map(\.probability) == [0.0625, 0.0625])
        guard case .better = analysis.primary[0].verdict else {
            Issue.record("\(analysis.primary[0].verdict)")
            return
        }
        let excluding = analysis.secondary.filter { $0.excludesZero }
        #expect(excluding.count == 2)
        #expect(
            analysis.secondary[0].words.hasPrefix("no difference seen among so many measures"))
    }

    @Test("of turns in one run takes them by pairs of blocks")
    func switchback() throws {
        func block(_ pair: Int, _ arm: String) -> RunSummary.Block {
            let value = 50e6 * (arm == "mine" ? 1.02 : 1) * Double(10 + pair)
            return RunSummary.Block(
                pair: pair, arm: arm, start: .seconds(pair), end: .seconds(pair + 1),
                values: [Made.goodput: value])
        }
        let blocks = (1...8).flatMap { [block($0, "reno"), block($0, "mine")] }
        let run = RunSummary(
            number: 1, round: 0, path: "shallow", load: "bulk", arm: "mine",
            values: [Made.queue: 1, Made.goodput: 1], blocks: blocks)
        let effect = try Self.only([run], Made.question())
        #expect(effect.pairs.map(\.block) == Array(1...8))
        let point = try #require(effect.estimate).point
        #expect(abs(point - 0.02) < 1e-9)
    }

    @Test("is the same whatever else is asked, and in whatever order runs come")
    func order() {
        let runs = Made.rounds(10, factor: 1.01)
        let other = Made.question(secondary: [MeasurePattern(.srtt)])
        #expect(
            Analysis(of: runs, Made.question()).effects
                == Analysis(of: runs.reversed(), other).effects)
    }

    @Test("counts alarms where there is nothing to be alarmed of")
    func alarms() {
        let effects = (0..<200).flatMap { seed in
            var question = Made.question()
            question.resamples = 0
            return Analysis(
                of: Made.rounds(10, noise: 0.01, seed: UInt64(seed) + 50), question
            ).effects
        }
        let alarms = Alarms(of: effects)
        #expect(alarms.effects == 200)
        // 9.8 on average, with a deviation of 3.
        #expect((2...18).contains(alarms.alarms))
        #expect(abs(alarms.expected - 9.8) < 0.1)
    }
}
