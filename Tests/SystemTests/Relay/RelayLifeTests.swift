// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import Relay
import Testing

extension OnThisMachine {
    @Suite("A relay")
    struct RelayLifeTests {
        @Test("holds super-packets whole, loses none, and counts what it did")
        func whole() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(1)),
                    ground.line(from: "s", .milliseconds(1)))
                let seen = try ground.netperf(
                    "TCP_STREAM", seconds: 1, "LOCAL_TRANSPORT_RETRANS", "THROUGHPUT")
                let line = try relay.end().lines[0]
                #expect(line.bytes > line.packets * 1500)
                #expect(seen["LOCAL_TRANSPORT_RETRANS"] == 0)
                #expect(line.full + line.untold + line.overflows + line.lost == 0)
                #expect(line.held == 0)
                #expect(line.lateness.count == line.packets)
            }
        }

        @Test("that loses packets loses those of the wire, and holds the others whole")
        func cut() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(1), loss: 0.002),
                    ground.line(from: "s", .milliseconds(1)))
                let seen = try ground.netperf(
                    "TCP_STREAM", seconds: 3, "LOCAL_TRANSPORT_RETRANS", "THROUGHPUT")
                let line = try relay.end().lines[0]
                // Super-packets stay, and each has one header for all of its segments.
                #expect(line.bytes > line.packets * 2000)
                let segments = Double(line.bytes - line.packets * 52) / 1448 + Double(line.lost)
                let deviation = (segments * 0.002).squareRoot()
                #expect(abs(Double(line.lost) - segments * 0.002) <= 4 * deviation + 1)
                // The sender's own count: each loss is sent again, once as a rule.
                let again = try #require(seen["LOCAL_TRANSPORT_RETRANS"])
                #expect(again >= Double(line.lost) * 0.9 && again <= Double(line.lost) * 1.3 + 20)
                #expect(line.full + line.untold + line.overflows == 0)
            }
        }

        @Test("drops what comes over its limit, counts it, and calls the run void")
        func overrun() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(200), limit: 10))
                #expect(try ground.ping(100, every: "0.002").count < 60)
                let figures = try relay.end()
                #expect(figures.lines[0].full > 40)
                #expect(!figures.flaws(latenessLimit: .seconds(1)).isEmpty)
            }
        }

        @Test("that is killed leaves no rule: packets pass at once, and its figures stay")
        func killed() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(30)),
                    ground.line(from: "s", .milliseconds(30)))
                #expect(try ground.ping(5).middle >= 60)
                kill(relay.pid, SIGKILL)
                while try relay.ending() == nil { Duration.milliseconds(2).pause() }
                #expect(try ground.ping(20).middle < 20)
                let queues = try NetworkNamespace(at: ground.path("r")).run {
                    () throws(KernelError) in
                    try File("/proc/thread-self/net/netfilter/nfnetlink_queue").text()
                }
                #expect(queues.isEmpty)
                #expect(try RelayFigures(reading: ground.figures).lines[0].packets >= 5)
                do throws(KernelError) {
                    _ = try relay.end()
                    Issue.record("it ended as if it had not been killed")
                } catch {
                    #expect("\(error)".contains("signalled(9)"))
                }
            }
        }

        @Test("lets go what it holds when it ends, and then delays nothing")
        func ended() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(ground.line(from: "c", .seconds(5)))
                let start = Instant.now
                let asked = try ground.background(["ping", "-c", "1", "-W", "8"])
                while try relay.figures().lines[0].held == 0 { Duration.milliseconds(2).pause() }
                _ = try relay.end()
                #expect(try asked.wait() == .exited(0))
                #expect(Instant.now.since(start) < .seconds(4))
                #expect(try ground.ping(10).middle < 20)
            }
        }

        @Test("says why it does not start")
        func refusals() throws {
            try RelayGround.with { ground in
                var line = ground.line(from: "c", .milliseconds(1))
                line.device = "gt_none"
                #expect(throws: KernelError.self) { _ = try ground.start(line) }
                line = ground.line(from: "c", .milliseconds(1), jitter: .milliseconds(2))
                #expect(throws: KernelError.self) { _ = try ground.start(line) }
                let relay = try ground.start(ground.line(from: "c", .milliseconds(1)))
                // A second one for the same device.
                #expect(throws: KernelError.self) {
                    _ = try ground.start(ground.line(from: "c", .milliseconds(1)))
                }
                _ = try relay.end()
            }
        }
    }
}
