// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Relay

@Suite("A line's timing")
struct TimingTests {
    private func settings(_ delay: Duration, jitter: Duration = .zero) -> LineSettings {
        LineSettings(namespace: "/none", device: "none", delay: delay, jitter: jitter)
    }

    @Test("adds the delay to the arrival, and keeps the order of stamps that do not")
    func delay() {
        var timing = Timing(settings(.microseconds(10)))
        #expect(timing.due(arrival: 1000) == 11_000)
        #expect(timing.due(arrival: 900) == 11_000)
        #expect(timing.due(arrival: 5000) == 15_000)
    }

    @Test("draws jitter evenly to both sides")
    func jitter() {
        var timing = Timing(settings(.microseconds(10), jitter: .microseconds(4)))
        // Far apart, so that none waits for another.
        let delays = (1...10_000).map { number in
            Int(timing.due(arrival: UInt64(number) * 100_000)) - number * 100_000
        }
        #expect(delays.allSatisfy { (6000...14_000).contains($0) })
        #expect(abs(delays.reduce(0, +) / delays.count - 10_000) < 100)
        let outer = delays.filter { abs($0 - 10_000) > 2000 }.count
        #expect((4750...5250).contains(outer))
    }

    @Test("never lets a packet overtake another, however close they come")
    func order() {
        var timing = Timing(settings(.microseconds(10), jitter: .microseconds(10)))
        let due = (1...1000).map { timing.due(arrival: UInt64($0) * 100) }
        #expect(zip(due, due.dropFirst()).allSatisfy { $0 <= $1 })
    }
}

@Suite("Losses")
struct LossTests {
    private func lost(_ seed: UInt64, _ chance: Double = 0.1) -> [Bool] {
        var losses = Losses(chance: chance, seed: seed)
        return (0..<10_000).map { _ in losses.pass(1) }
    }

    @Test("are the same for the same seed, and others for another")
    func seed() {
        #expect(lost(1) == lost(1))
        #expect(lost(1) != lost(2))
    }

    @Test("come as often as asked, and after a loss no more or less than else")
    func independent() {
        let row = lost(3)
        // 1,000 at the mean, 30 of deviation.
        #expect((880...1120).contains(row.filter { $0 }.count))
        // 100 at the mean, 10 of deviation.
        let twice = zip(row, row.dropFirst()).filter { $0 && $1 }.count
        #expect((60...140).contains(twice))
    }

    @Test("hit the same packets, however many are asked about at once")
    func together() {
        let row = lost(4)
        var losses = Losses(chance: 0.1, seed: 4)
        for start in stride(from: 0, to: row.count, by: 40) {
            #expect(losses.pass(40) == row[start..<start + 40].contains(true))
        }
    }

    @Test("are all at 1, none at 0")
    func certain() {
        #expect(lost(5, 1).allSatisfy { $0 })
        #expect(lost(5, 0).allSatisfy { !$0 })
    }
}

@Suite("A held packet")
struct SegmentTests {
    private func count(_ length: UInt32, isV6: Bool = false) -> UInt64 {
        Segments(mtu: 1500).count(
            in: HeldPacket(
                id: 1, length: length, isV6: isV6, arrival: Instant(nanoseconds: 0)))
    }

    @Test("stands for as many packets as TCP cuts it into")
    func count() {
        #expect(count(40) == 1 && count(1500) == 1)
        // 45 times 1,448 bytes, and one byte more.
        #expect(count(52 + 45 * 1448) == 45)
        #expect(count(52 + 45 * 1448 + 1) == 46)
        #expect(count(72 + 2 * 1428, isV6: true) == 2)
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
