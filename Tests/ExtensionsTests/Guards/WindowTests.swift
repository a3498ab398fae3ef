// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("A window")
struct WindowTests {
    @Test("sums what its sockets had acknowledged, and knows each one's")
    func goodput() {
        let window = Window(
            seconds: 1,
            [
                (
                    0,
                    [
                        socket(1, at: 0) { $0.bytesAcked = 1000 },
                        socket(2, at: 0) { $0.bytesAcked = 7 },
                    ]
                ),
                (
                    1000,
                    [
                        socket(1, at: 1000) { $0.bytesAcked = 126_000 },
                        socket(2, at: 1000) { $0.bytesAcked = 250_007 },
                    ]
                ),
            ])
        let summary = window.summary
        #expect(summary.duration == .seconds(1))
        #expect(summary.socketsSeen == 2)
        #expect(summary.words("goodput") == "3 Mbit/s")
        #expect(summary.words("goodput.mean") == "1.5 Mbit/s")
        #expect(summary.words("goodput.p50") == "1 Mbit/s")
        #expect(summary.words("goodput.max") == "2 Mbit/s")
        #expect(summary[Measure(.goodput)] == Quantity(3_000_000, .bitsPerSecond))
    }

    @Test("counts a socket from its first sight to its last")
    func comeAndGo() {
        let window = Window(
            seconds: 1,
            [
                (0, [socket(1, at: 0) { $0.bytesAcked = 100 }]),
                (
                    500,
                    [
                        socket(1, at: 500) { $0.bytesAcked = 25_100 },
                        socket(2, at: 500) { $0.bytesAcked = 1_000_000 },
                    ]
                ),
                (1000, [socket(2, at: 1000) { $0.bytesAcked = 1_062_500 }]),
            ])
        let summary = window.summary
        // 25,000 and 62,500 bytes in one second; each of them in half of one.
        #expect(summary[Measure(.goodput)] == Quantity(700_000, .bitsPerSecond))
        #expect(summary[Measure(.goodput, .p50)] == Quantity(400_000, .bitsPerSecond))
        #expect(summary[Measure(.goodput, .max)] == Quantity(1_000_000, .bitsPerSecond))
        #expect(summary.socketsSeen == 2)
        #expect(summary.socketsLeft == 1)
        #expect(summary.words("sockets") == "2")
    }

    @Test("takes retransmitted bytes, and segments where the kernel counts no bytes")
    func retransmits() {
        func summary(bytes: UInt64) -> WindowSummary {
            Window(
                seconds: 1,
                [
                    (0, [socket(1, at: 0)]),
                    (
                        1000,
                        [
                            socket(1, at: 1000) {
                                $0.bytesSent = bytes
                                $0.bytesRetransmitted = bytes * 74 / 1000
                                $0.dataSegmentsOut = 200
                                $0.totalRetransmits = 5
                            }
                        ]
                    ),
                ]
            ).summary
        }
        #expect(summary(bytes: 1_000_000).words("retransmits") == "7.4 %")
        #expect(summary(bytes: 0).words("retransmits") == "2.5 %")
    }

    @Test("follows narrow counters round their end")
    func wraps() {
        let window = Window(
            seconds: 2,
            [
                (
                    0,
                    [
                        socket(1, at: 0) {
                            $0.dataSegmentsOut = .max - 9
                            $0.totalRetransmits = .max - 1
                            $0.delivered = .max - 99
                            $0.deliveredCE = .max
                        }
                    ]
                ),
                (
                    2000,
                    [
                        socket(1, at: 2000) {
                            $0.dataSegmentsOut = 90
                            $0.totalRetransmits = 3
                            $0.delivered = 300
                            $0.deliveredCE = 7
                        }
                    ]
                ),
            ])
        // 5 of 100; 8 of 400; 400 in two seconds.
        #expect(window.summary.words("retransmits") == "5 %")
        #expect(window.summary.words("marks") == "2 %")
        #expect(window.summary[Measure(.delivered)] == Quantity(200, .perSecond))
    }

    @Test("starts anew with a socket that connected again under its old cookie")
    func reconnected() {
        let acked: [UInt64] = [9_000_000, 1000, 126_000]
        let window = Window(
            seconds: 2,
            acked.enumerated().map { index, bytes in
                let at = UInt64(index) * 1000
                return (
                    at,
                    [
                        socket(1, at: at) {
                            $0.bytesAcked = bytes
                            $0.delivered = UInt32(bytes / 1000)
                        }
                    ]
                )
            })
        #expect(window.summary[Measure(.goodput)] == Quantity(500_000, .bitsPerSecond))
        #expect(window.summary[Measure(.delivered)] == Quantity(62.5, .perSecond))
    }

    @Test("has no data, and never 0, where nothing was there to measure")
    func noData() {
        let metrics = Metric.allCases.filter { $0 != .sockets }.map { Measure($0) }
        let empty = Window(seconds: 1, [(0, []), (1000, [])]).summary
        #expect(metrics.allSatisfy { empty[$0] == nil })
        #expect(empty.words("sockets") == "0")
        // One sight says nothing of counters, and a socket at rest nothing of shares.
        let once = Window(seconds: 1, [(0, []), (1000, [socket(1, at: 1000)])]).summary
        #expect(once[Measure(.goodput)] == nil)
        let resting = Window(
            seconds: 1, [(0, [socket(1, at: 0)]), (1000, [socket(1, at: 1000)])]
        ).summary
        #expect(resting.words("goodput") == "0 bit/s")
        #expect(resting.words("delivered") == "0 /s")
        #expect(resting[Measure(.retransmits)] == nil)
        #expect(resting[Measure(.marks)] == nil)
        #expect(resting[Measure(.srtt)] == nil)
        #expect(Window(length: .seconds(1)).summary[Measure(.sockets)] == nil)
    }
}
