// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Relay

@Suite("A line's timing")
struct TimingTests {
    private func settings(
        _ delay: Duration, jitter: Duration = .zero, loss: Double = 0, seed: UInt64 = 1
    ) -> LineSettings {
        LineSettings(
            namespace: "/none", device: "none", delay: delay, jitter: jitter, loss: loss,
            seed: seed)
    }

    @Test("adds the delay to the arrival, and keeps the order of stamps that do not")
    func delay() {
        var timing = Timing(settings(.microseconds(10)))
        #expect(timing.next(arrival: 1000).due == 11_000)
        #expect(timing.next(arrival: 900).due == 11_000)
        #expect(timing.next(arrival: 5000).due == 15_000)
    }

    @Test("draws jitter evenly to both sides")
    func jitter() {
        var timing = Timing(settings(.microseconds(10), jitter: .microseconds(4)))
        // Far apart, so that none waits for another.
        let delays = (1...10_000).map { number in
            Int(timing.next(arrival: UInt64(number) * 100_000).due) - number * 100_000
        }
        #expect(delays.allSatisfy { (6000...14_000).contains($0) })
        #expect(abs(delays.reduce(0, +) / delays.count - 10_000) < 100)
        let outer = delays.filter { abs($0 - 10_000) > 2000 }.count
        #expect((4750...5250).contains(outer))
    }

    @Test("never lets a packet overtake another, however close they come")
    func order() {
        var timing = Timing(settings(.microseconds(10), jitter: .microseconds(10)))
        let due = (1...1000).map { timing.next(arrival: UInt64($0) * 100).due }
        #expect(zip(due, due.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("loses the same packets for the same seed, and others for another")
    func seed() {
        func lost(_ seed: UInt64) -> [Bool] {
            var timing = Timing(settings(.zero, loss: 0.1, seed: seed))
            return (0..<10_000).map { timing.next(arrival: UInt64($0)).isLost }
        }
        #expect(lost(1) == lost(1))
        #expect(lost(1) != lost(2))
        // 1,000 at the mean, 30 of deviation.
        #expect((880...1120).contains(lost(3).filter { $0 }.count))
    }

    @Test("loses all at 1, and none at 0")
    func certain() {
        var all = Timing(settings(.zero, loss: 1))
        var none = Timing(settings(.zero))
        #expect((0..<1000).allSatisfy { all.next(arrival: $0).isLost })
        #expect((0..<1000).allSatisfy { !none.next(arrival: $0).isLost })
    }
}

@Suite("A relay's settings")
struct RelaySettingsTests {
    private let line = LineSettings(
        namespace: "/run/netns/a", device: "eth0", delay: .microseconds(1500),
        jitter: .microseconds(3), loss: 0.25, seed: .max, limit: 9)

    @Test("come back from their JSON as they were")
    func roundTrip() throws {
        for settings in [RelaySettings([line]), RelaySettings([line, line], priority: nil)] {
            #expect(try RelaySettings(parsing: settings.json.text(.compact)) == settings)
        }
    }

    @Test(
        "refuse what cannot be",
        arguments: [
            (10, 20, 0.0, "eth0"), (-1, 0, 0, "eth0"), (20_000, 0, 0, "eth0"), (1, 0, 1.5, "eth0"),
            (1, 0, .nan, "eth0"), (1, 0, 0, ""), (1, 0, 0, "a-name-too-long-"),
        ])
    func refused(delay: Int, jitter: Int, loss: Double, device: String) {
        let line = LineSettings(
            namespace: "/run/netns/a", device: device, delay: .milliseconds(delay),
            jitter: .milliseconds(jitter), loss: loss)
        #expect(throws: KernelError.self) { try RelaySettings([line]).check() }
    }

    @Test("refuse no lines at all, and text that is no settings")
    func nothing() {
        #expect(throws: KernelError.self) { try RelaySettings([]).check() }
        #expect(throws: KernelError.self) { try RelaySettings(parsing: "{}") }
    }
}
