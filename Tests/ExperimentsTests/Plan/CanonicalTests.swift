// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A plan as canonical text")
struct CanonicalTests {
    @Test("says all that holds")
    func text() throws {
        #expect(
            try Plan(parsing: PlanText.gentle).canonicalText == """
                title: gentle on a shallow buffer
                design: alone
                arms:
                  reno:
                    algorithm: reno
                    ecn: off
                  gentle:
                    extension: gentle
                    set:
                      keep_percent: 80
                    ecn: off
                control: reno
                paths:
                  shallow:
                    rate: 100mbit
                    delay: 10ms
                    queue: 25p
                loads:
                  bulk:
                    time: 10s
                    parts:
                      bulk:
                        netperf: TCP_STREAM
                rounds: 15
                seed: 7
                warm_up: 0ns
                metrics:
                  primary: goodput
                  secondary: []
                hygiene:
                  steal: 2%
                  other_load: 15%
                  sender_busy: 90%
                  lateness: 3ms
                  strict: off

                """)
    }

    private static let layers: [String] = [
        "",
        "about: |\n  Two lines: \"quoted\" \\ # and\n  a tab\\t, an umlaut ü, an emoji 🐎\n",
        "arms: { gentle: { set: { keep_percent: [70, 80], \"a: b\": \"- x\" } } }",
        "arms: { gentle: { sysctls: { net.ipv4.tcp_rmem: 4096 131072 6291456 } } }",
        "paths: { shallow: { rate: 10mbit/1mbit, loss: 0.1%, ecn: 500us, jitter: 1ms/0ns } }",
        "paths: { shallow: null, cable: direct }",
        "paths: { shallow: { queue: 1.5bdp, offloads: off, family: v6, clients: 3 } }",
        "loads: { bulk: { after: 1s, message: 16kB, on: 1s, off: 500ms, client_cpu: 0 } }",
        "loads: { b: { seconds: 9, parts: { x: { netperf: TCP_RR, arms: \"reno,gentle\", "
            + "request: 100B, time: 3s }, y: { netperf: UDP_STREAM, background: on, "
            + "interval: 100ms, stagger: 1s, flows: 2 }, z: { netperf: TCP_MAERTS } } } }",
        "until: width(primary) < 0.5%\nmax_rounds: 90\n",
        "metrics: { primary: queueing_delay, secondary: [queue, bulk.goodput] }\n"
            + "until: width(primary) < 1.5ms\nmax_rounds: 90\n",
        "loads: { bulk: { flows: 10 } }\ndesign: together\n"
            + "arms: { gentle: { connections: 2 } }\n",
        "loads: { bulk: { seconds: 40 } }\ndesign: { switchback: { block: 3s } }\nwarm_up: 2s\n",
        "arms: { gentle: null }\ndesign: aa\n",
        "title: \"no\"\nabout: \"\\u2028 \\x07\"\nseed: 18446744073709551615\n",
    ]

    @Test(
        "is read back as an equal plan",
        arguments: layers)
    func roundTrip(_ lines: String) throws {
        let plan = try PlanText.plan(lines)
        #expect(try Plan(parsing: plan.canonicalText) == plan)
        #expect(try Plan(parsing: plan.canonicalText).canonicalText == plan.canonicalText)
    }

    @Test("is the same however the plan was written, and another for another plan")
    func same() throws {
        let plain = try Plan(parsing: PlanText.gentle).canonicalText
        let other = PlanText.gentle + "warm_up: 0s\ndesign: alone\nmetrics: { primary: goodput }\n"
        #expect(try Plan(parsing: other).canonicalText == plain)
        #expect(try PlanText.plan("seed: 8").canonicalText != plain)
    }
}
