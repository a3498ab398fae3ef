// SPDX-License-Identifier: Apache-2.0
import Kernel
import Relay
import Testing

extension OnThisMachine {
    /// What was asked for, beside what ping and netperf see.
    @Suite("The relay's network")
    struct RelayAccuracyTests {
        @Test(
            "has the round trip that was asked for, within 0.6 ms at the median",
            arguments: [RelayGround.serverAddress, RelayGround.serverAddressV6])
        func roundTrip(address: String) throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(5)),
                    ground.line(from: "s", .milliseconds(15)))
                let seen = try expectSoon {
                    try ground.ping(200, address)
                } holds: {
                    $0.count == 200 && abs($0.middle - 20) <= 0.6
                }
                // None came early: the delay is a floor.
                #expect((seen.first ?? 0) >= 20)
                _ = try relay.end()
            }
        }

        @Test("lets netperf see the same, beside the path without it")
        func transactions() throws {
            try RelayGround.with { ground in
                // Microseconds that it is off by.
                try expectSoon { () -> Double in
                    let plain = try ground.netperf("UDP_RR", seconds: 1, "P50_LATENCY")
                    let relay = try ground.start(
                        ground.line(from: "c", .milliseconds(10)),
                        ground.line(from: "s", .milliseconds(10)))
                    let held = try ground.netperf("UDP_RR", seconds: 2, "P50_LATENCY")
                    _ = try relay.end()
                    let both = try (
                        #require(plain["P50_LATENCY"]), #require(held["P50_LATENCY"])
                    )
                    return both.1 - both.0 - 20_000
                } holds: {
                    abs($0) <= 600
                }
            }
        }

        @Test("carries the rate of the queue behind it, within 3 %")
        func rate() throws {
            try RelayGround.with { ground in
                try ground.shape(rate: "100mbit", limit: "500kb")
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(10)),
                    ground.line(from: "s", .milliseconds(10)))
                // Of 1,514 bytes that tbf counts, 1,448 are the stream's.
                let wanted = 100.0 * 1448 / 1514
                try expectSoon {
                    try #require(
                        try ground.netperf("TCP_STREAM", seconds: 5, "THROUGHPUT")["THROUGHPUT"])
                } holds: {
                    abs($0 - wanted) <= 0.03 * wanted
                }
                _ = try relay.end()
            }
        }

        @Test("loses as many packets as were asked for, within the binomial interval")
        func loss() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(2), loss: 0.02),
                    ground.line(from: "s", .milliseconds(2)))
                let sent = 3000
                let lost = sent - (try ground.ping(sent, every: "0.001")).count
                // 60 at the mean, 7.7 of deviation: 999 of 1,000 seeds lie in between.
                #expect((35...85).contains(lost), "\(lost) of \(sent)")
                let figures = try relay.end()
                #expect(figures.lines[0].lost == lost)
                #expect(figures.lines[1].lost == 0)
            }
        }

        @Test("varies the delay as far as the jitter, and keeps the order")
        func jitter() throws {
            try RelayGround.with { ground in
                let relay = try ground.start(
                    ground.line(from: "c", .milliseconds(10), jitter: .milliseconds(5)),
                    ground.line(from: "s", .zero))
                // Farther apart than the jitter is wide: none waits for another.
                let seen = try ground.ping(150, every: "0.012")
                let late = seen.filter { $0 > 15.6 }.count
                #expect((seen.first ?? 0) >= 5)
                #expect(seen.middle > 8.5 && seen.middle < 11.5, "\(seen.middle)")
                #expect(seen[seen.count / 10] < 7 && seen[seen.count * 9 / 10] > 13)
                #expect(late <= 8, "\(late) beyond the jitter")
                _ = try relay.end()
            }
        }
    }
}
