// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("The order of runs")
struct OrderTests {
    private func plan(_ lines: String = "") throws -> Plan {
        try PlanText.plan(
            """
            arms: { cubic: { algorithm: cubic } }
            paths: { deep: { rate: 10mbit, queue: 2bdp, delay: 20ms } }
            loads: { rr: { netperf: TCP_RR, seconds: 10 } }
            """ + "\n" + lines)
    }

    @Test("has every arm once a round, on every path and under every load")
    func complete() throws {
        let plan = try plan()
        for round in 0..<20 {
            let runs = plan.runs(inRound: round)
            #expect(runs.map(\.place) == Array(0..<12))
            let cells = Set(runs.map { "\($0.path) \($0.load) \($0.arm(of: plan))" })
            #expect(cells.count == 12)
        }
    }

    @Test("keeps together what is compared with each other")
    func close() throws {
        for run in stride(from: 0, to: 12, by: 3) {
            let cell = try plan().runs(inRound: 4)[run..<run + 3]
            #expect(Set(cell.map { "\($0.path) \($0.load)" }).count == 1)
            #expect(Set(cell.map(\.seed)).count == 1)
        }
    }

    @Test("is the same for the same seed for ever, and does not ask how many rounds there are")
    func same() throws {
        let few = try plan()
        let many = try plan("until: width(primary) < 1%\nmax_rounds: 60\n")
        #expect(Array(many.runs.prefix(15 * 12)) == Array(few.runs))
        #expect(many.runs.reduce(0) { count, _ in count + 1 } == 720)
        // Written down: a results file that is resumed depends on it.
        #expect(
            few.runs.prefix(4).map { "\($0.path) \($0.load) \($0.arm(of: few)) \($0.seed)" } == [
                "deep bulk cubic 7582805591777291534", "deep bulk reno 7582805591777291534",
                "deep bulk gentle 7582805591777291534", "deep rr reno 13853955830740194252",
            ])
        #expect(Array(try plan("seed: 8").runs) != Array(few.runs))
    }

    @Test("has each arm first about as often")
    func even() throws {
        let plan = try plan("until: width(primary) < 1%\nmax_rounds: 600\n")
        var first: [String: Int] = [:]
        for round in 0..<600 { first[plan.runs(inRound: round)[0].arm(of: plan), default: 0] += 1 }
        // 200 of 600 each; five standard deviations are 58.
        for count in first.values { #expect((142...258).contains(count)) }
        #expect(first.count == 3)
    }
}

@Suite("A run")
struct PlannedRunTests {
    @Test("of an arm alone puts that one in place, and those that its load names")
    func alone() throws {
        let plan = try PlanText.plan(
            """
            arms: { cubic: { algorithm: cubic } }
            loads: { bulk: { parts: { a: { netperf: TCP_STREAM },
                                      b: { netperf: TCP_STREAM, arms: cubic } },
                             netperf: null, flows: null } }
            """)
        let run = try #require(plan.runs.first { $0.turn == .alone("gentle") })
        #expect(plan.arms(of: run).map(\.name) == ["gentle", "cubic"])
        #expect(plan.load(of: run) == plan.load("bulk"))
    }

    @Test("opens as many connections as its arm says")
    func connections() throws {
        let plan = try PlanText.plan(
            "arms: { gentle: { connections: 2 } }\nloads: { bulk: { flows: 3 } }\n")
        let flows = plan.runs(inRound: 0).map { run in
            (run.arm(of: plan), plan.load(of: run)?.flowCount)
        }
        #expect(flows.first { $0.0 == "gentle" }?.1 == 6)
        #expect(flows.first { $0.0 == "reno" }?.1 == 3)
    }

    @Test("of a share gives the treatment to so many flows, spread evenly")
    func mixtures() throws {
        let plan = try PlanText.plan("loads: { bulk: { flows: 10 } }\ndesign: together\n")
        var patterns: Set<[Bool]> = []
        for run in plan.runs {
            guard case .together(let mixture) = run.turn else { continue }
            let treated = try #require(mixture.treated["bulk"])
            #expect(treated.count { $0 } == Int((mixture.share.value * 10).rounded()))
            if mixture.share == Share(0.5) {
                patterns.insert(treated)
                for pair in 0..<5 { #expect(treated[2 * pair] != treated[2 * pair + 1]) }
            }
            let load = try #require(plan.load(of: run))
            #expect(load.parts[0].arms == treated.map { $0 ? "gentle" : "reno" })
            #expect(
                plan.arms(of: run).map(\.name)
                    == (mixture.share.value < 1 ? ["reno"] : [])
                    + (mixture.share.value > 0 ? ["gentle"] : []))
            #expect(run.share == mixture.share.value)
        }
        #expect(patterns.count > 5)
    }

    @Test("of shares opens the connections of each flow's arm")
    func mixedConnections() throws {
        let plan = try PlanText.plan(
            """
            arms: { gentle: { connections: 2 } }
            loads: { bulk: { flows: 10 } }
            design: together
            """)
        let run = try #require(plan.runs.first { $0.share == 0.1 })
        let mixture = try #require(run.mixture)
        #expect(mixture.counts(in: "bulk") == (treatment: 1, control: 9))
        let part = try #require(plan.load(of: run)?.parts.first)
        #expect(part.flows == 11)
        #expect(part.arms.filter { $0 == "gentle" }.count == 2)
    }

    @Test("that switches has both arms in each pair of blocks, at times that are drawn")
    func blocks() throws {
        let plan = try PlanText.plan(
            """
            loads: { bulk: { seconds: 63 } }
            warm_up: 3s
            design: { switchback: { block: 5s, wash_out: 1s, jitter: 20% } }
            """)
        var lengths: Set<Duration> = []
        var firsts: [String: Int] = [:]
        for run in plan.runs {
            guard case .switchback(let blocks) = run.turn else { continue }
            #expect(blocks.count == 12)
            #expect(blocks.first?.start == .seconds(3))
            #expect(blocks.last?.end == .seconds(63))
            for (block, next) in zip(blocks, blocks.dropFirst()) {
                #expect(block.end == next.start)
            }
            for pair in 0..<6 {
                let arms = blocks.filter { $0.pair == pair }.map(\.arm)
                #expect(Set(arms) == ["reno", "gentle"])
                firsts[arms[0], default: 0] += 1
            }
            for block in blocks {
                #expect(block.measuredFrom == block.start + .seconds(1))
                let length = block.end - block.start
                #expect((Duration.seconds(4)...Duration.seconds(6)).contains(length))
                lengths.insert(length)
            }
            #expect(Set(plan.arms(of: run).map(\.name)) == ["reno", "gentle"])
            #expect(plan.load(of: run) == plan.load("bulk"))
        }
        #expect(lengths.count > 100)
        // 45 of 90 each; five standard deviations are 24.
        #expect(firsts.values.allSatisfy { (21...69).contains($0) })
    }
}
