// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc
import Testing

@Suite("Before the first round")
struct ForesightTests {
    @Test("the time is that of all runs, with what each needs beside")
    func time() throws {
        let plan = try PlanText.plan("loads: { rr: { netperf: TCP_RR, seconds: 5 } }")
        #expect(plan.measuredTimePerRound == .seconds(30))
        #expect(plan.time(of: 15, overhead: .seconds(3)) == .seconds(15 * (30 + 4 * 3)))
        #expect(Duration.seconds(630).words == "11 min")
        #expect(Duration.seconds(45).words == "45 s")
        #expect(Duration.seconds(7500).words == "2 h 5 min")
    }

    @Test(
        "the smallest difference that rounds can see is known in spreads",
        // Student's quantiles (0.975 and 0.8), times sqrt(pi / 3 / n); the only interval of six
        // rounds is one of 96.9 %, so 0.984 there.
        arguments: [(6, 1.6239), (15, 0.7961), (60, 0.3764)] as [(Int, Double)])
    func difference(_ rounds: Int, _ expected: Double) throws {
        let found = try #require(Foresight(rounds: rounds).smallestDifference)
        #expect(abs(found - expected) < 0.01 * expected)
    }

    @Test("too few rounds are told, and a spread is put into words")
    func words() {
        #expect(
            Foresight(rounds: 5).words()
                == "5 rounds are too few for an interval; 6 are the fewest")
        #expect(
            Foresight(rounds: 15).words()
                == "15 rounds see a difference of 0.8 times its spread between rounds, "
                + "in four experiments of five")
        #expect(
            Foresight(rounds: 15).words(spread: 0.05)
                == "15 rounds see a difference of 4.0 % in four experiments of five, "
                + "if it spreads by 5.0 % between rounds")
    }

    @Test("an earlier experiment tells by how much rounds spread")
    func precedent() throws {
        var effect = Effect(
            Measure("bulk", .goodput), arm: "mine", control: "usual", path: "near", load: "bulk",
            isPrimary: true, verdict: .tooFewRounds(have: 2, need: 6),
            pairs: [.init(round: 0, control: 1, treatment: 1)])
        #expect(Precedent(effect) == nil)
        // By a tenth up and down on the logarithmic scale: a deviation of sqrt(0.02).
        effect.pairs = [0.1, -0.1].enumerated().map {
            .init(round: $0, control: 1, treatment: exp($1))
        }
        let found = try #require(Precedent(effect))
        #expect(abs(found.spread - expm1(0.02.squareRoot())) < 1e-12)
        let foresight = Foresight(rounds: 15)
        let smallest = try #require(found.smallestDifference(foresight))
        #expect(abs(smallest - expm1(0.02.squareRoot() * 0.7961)) < 1e-3)
        #expect(
            found.words(foresight)
                == "bulk.goodput on near under bulk: a difference of 12.0 %, as mine spread by "
                + "15.2 %")
        #expect(found.smallestDifference(Foresight(rounds: 5)) == nil)
    }

    @Test("the pairs of blocks count where arms take turns")
    func blocks() throws {
        let plan = try PlanText.plan(
            "loads: { bulk: { seconds: 63 } }\nwarm_up: 3s\ndesign: switchback\n")
        #expect(
            plan.foresight(of: 12).words()
                == "72 pairs of blocks see a difference of 0.34 times its spread between "
                + "pairs of blocks, in four experiments of five")
    }
}
