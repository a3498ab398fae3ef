// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing
import Thrown

@Suite("A plan")
struct PlanReadingTests {
    @Test("is read from a file")
    func whole() throws {
        let plan = try Plan(parsing: PlanText.gentle)
        #expect(plan.title == "gentle on a shallow buffer")
        #expect(
            plan.arms == [
                Arm("reno", .kernel("reno")),
                Arm(
                    "gentle",
                    .extension("gentle", knobs: [.init("keep_percent", "80")], digest: nil)),
            ])
        #expect(plan.control == "reno")
        #expect(plan.paths.map(\.name) == ["shallow"])
        #expect(plan.path("shallow")?.queue == .packets(25))
        #expect(plan.load("bulk") == Load([Load.Part("bulk", .tcpStream)], for: .seconds(10)))
        #expect(plan.rounds == 15)
        #expect(plan.seed == 7)
        #expect(plan.design == .alone)
        #expect(plan.treatments == ["gentle"])
        #expect(plan.primaryMeasure(of: plan.loads[0].value) == Measure("bulk", .goodput))
    }

    @Test("may have loads of several parts, a warm-up, limits, and a rule to stop by")
    func rest() throws {
        let plan = try PlanText.plan(
            """
            loads:
              bulk: { netperf: TCP_CRR }
              mixed:
                time: 20s
                parts:
                  bulk:  { netperf: TCP_STREAM, flows: 4, arms: [reno, gentle] }
                  probe: { netperf: TCP_RR, after: 1s }
            warm_up: 2s
            until: width(primary) < 2%
            max_rounds: 60
            metrics: { primary: probe.latency_p99.9, secondary: [bulk.goodput, latency_p50] }
            hygiene: { steal: 5%, lateness: 2ms, strict: on }
            """)
        let mixed = try #require(plan.load("mixed"))
        #expect(mixed.parts[0].arms == ["reno", "gentle"])
        #expect(mixed.time == .seconds(20))
        #expect(plan.warmUp == .seconds(2))
        #expect(plan.stopping?.until.width == 0.02)
        #expect(plan.mostRounds == 60)
        #expect(plan.hygiene.steal == Share(0.05))
        #expect(plan.hygiene.otherLoad == Hygiene().otherLoad)
        #expect(plan.hygiene.isStrict)
        #expect(plan.primaryMeasure(of: mixed) == Measure("probe", .latencyP999))
        #expect(
            plan.secondaryMeasures(of: mixed) == [
                Measure("bulk", .goodput), Measure("probe", .latencyP50),
            ])
        let bulk = try #require(plan.load("bulk"))
        #expect(plan.primaryMeasure(of: bulk) == nil)
        #expect(plan.secondaryMeasures(of: bulk) == [Measure("bulk", .latencyP50)])
    }

    @Test("whose loads only ask and answer is judged by transactions")
    func transactions() throws {
        let plan = try PlanText.plan("loads: { bulk: { netperf: TCP_RR } }")
        #expect(plan.metrics.primary == .init(.transactions))
    }

    @Test("is complained of all at once, with places and what was probably meant")
    func complaints() throws {
        let text = """
            titel: x
            arms:
              reno:   { algoritm: reno }
              gentle: { extension: gentle, set: [1, { a: b }] }
            control: remo
            paths:
              shallow: { rate: 100, delay: 10ms, queue: 25p }
            loads:
              bulk: { netperf: TCP_STEAM, secnds: 10 }
            rounds: none
            metrics: { primary: bulk.godput }
            design: { togehter: {} }
            """
        #expect(
            thrown(Complaints.self) { _ = try PlanText.read("a.yaml", ["a.yaml": text]) }?
                .description == """
                    a.yaml:1:1: title: what is the question?
                    a.yaml:1:8: titel: there is no such field (did you mean "title"?)
                    a.yaml:3:11: arms.reno: what is it? "algorithm: cubic" or "extension: cubic", for instance
                    a.yaml:3:23: arms.reno.algoritm: there is no such field (did you mean "algorithm"?)
                    a.yaml:4:37: arms.gentle.set: a list stands where a mapping is awaited
                    a.yaml:5:10: control: there is no arm "remo" (did you mean "reno"?)
                    a.yaml:7:20: paths.shallow.rate: "100" has no unit; write 100mbit, for instance
                    a.yaml:7:45: paths.shallow.queue: a queue needs a rate: nothing waits where all gets through
                    a.yaml:9:9: loads.bulk: how long? "seconds: 10", for instance
                    a.yaml:9:20: loads.bulk.netperf: "TCP_STEAM" is none of TCP_STREAM, TCP_MAERTS, TCP_SENDFILE, TCP_RR, TCP_CRR, UDP_RR, UDP_STREAM; did you mean TCP_STREAM?
                    a.yaml:9:39: loads.bulk.secnds: there is no such field (did you mean "seconds"?)
                    a.yaml:10:9: rounds: "none" is no whole number
                    a.yaml:11:21: metrics.primary: "bulk.godput" names no metric; did you mean "goodput"?
                    a.yaml:12:11: design: there is no design "togehter" (did you mean "together"?)
                    """)
    }

    private static let contradictory: [(String, String)] = [
        (
            "control: remo",
            "own.yaml:2:10: control: there is no arm \"remo\" (did you mean \"reno\"?)"
        ),
        (
            "arms: { reno: null }\ncontrol: gentle",
            "own.yaml:2:7: arms: one arm alone is compared with nothing (\"design: aa\" compares it with itself)"
        ),
        (
            "metrics: { primary: transactions }",
            "own.yaml:2:21: metrics.primary: no load that is measured can give transactions"
        ),
        (
            "metrics: { primary: bulk.latency_p50 }",
            "own.yaml:2:21: metrics.primary: TCP_STREAM of one flow cannot give latency_p50"
        ),
        (
            "metrics: { primary: buk.goodput }",
            "own.yaml:2:21: metrics.primary: there is no part \"buk\" (did you mean \"bulk\"?)"
        ),
        (
            "metrics: { primary: time_per_ack }",
            "own.yaml:2:21: metrics.primary: reno is the kernel's own, and only extensions are timed"
        ),
        (
            "metrics: { secondary: [marks] }",
            "own.yaml:2:24: metrics.secondary: no path marks"
        ),
        (
            "loads: { bulk: { seconds: null, time: 1500ms } }",
            "own.yaml:2:39: loads.bulk.time: 1500ms: netperf counts whole seconds"
        ),
        (
            "loads: { bulk: { flows: 0 } }",
            "own.yaml:2:25: loads.bulk.flows: 0 flows are none"
        ),
        (
            "loads: { b: { seconds: 5, parts: { y: { arms: [reno, gentel], netperf: TCP_RR }, z: { netperf: TCP_RR } } } }",
            "own.yaml:2:47: loads.b.arms: there is no arm \"gentel\" (did you mean \"gentle\"?)"
        ),
        (
            "paths: { shallow: { delay: 20s } }",
            "own.yaml:2:28: paths.shallow.delay: more than 10s each way is no network"
        ),
        (
            "warm_up: 10s",
            "own.yaml:2:10: warm_up: 10s leaves nothing of bulk, 10s"
        ),
        (
            "max_rounds: 20",
            "own.yaml:2:13: max_rounds: without \"until\" there are as many rounds as \"rounds\" says"
        ),
        (
            "until: width(primary) < 2ms\nmax_rounds: 20",
            "own.yaml:2:8: until: stopping rule \"width(primary) < 2ms\": column 18: expected an "
                + "amount such as 2%, as goodput is compared by ratio, found \"2ms\""
        ),
        (
            "arms: { reno: { set: { a: 1 } } }",
            "own.yaml:2:15: arms.reno.set: the kernel's own algorithms have none; an extension has"
        ),
        (
            "arms: { reno: { sysctls: { kernel.x: 1 } } }",
            "own.yaml:2:28: arms.reno.sysctls.kernel.x: only those of \"net.\" belong to a namespace, and others are left alone"
        ),
        (
            "arms: { \"a,b\": { algorithm: cubic } }",
            "own.yaml:2:9: arms.a,b: a name has no comma"
        ),
        (
            "rounds: 1000\npaths: { shallow: { mtu: [1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 2000, 2100] } }",
            "own.yaml:2:9: rounds: 1000 rounds of 24 runs are more than 20000 runs"
        ),
    ]

    @Test(
        "that contradicts itself is refused",
        arguments: contradictory)
    func contradictions(_ lines: String, _ complaint: String) {
        #expect(PlanText.complaints(lines) == [complaint])
    }

    @Test("in which an arm is named twice is refused")
    func twice() {
        let text = PlanText.gentle.replacingLine("  gentle:", by: "  reno: { algorithm: cubic }")
        #expect(
            thrown(Complaints.self) { _ = try Plan(parsing: text) }?.description
                == "4:3: the key \"reno\" stands at 3:3 already")
    }
}

extension String {
    fileprivate func replacingLine(_ start: String, by line: String) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(start) ? line[...] : $0 }.joined(separator: "\n")
    }
}
