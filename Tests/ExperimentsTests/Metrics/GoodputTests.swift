// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("Goodput")
struct GoodputTests {
    private func bulk(_ flows: Int = 1) -> Load.Part { Load.Part("bulk", .tcpStream, flows: flows) }

    @Test("of a whole run is netperf's own, of all flows together")
    func whole() {
        let record = MadeRecord.record([bulk(2)], seconds: 10, rates: [30e6, 50e6])
        #expect(record[.goodput] == 80e6)
        #expect(record[.leastGoodput] == 30e6)
        // 80^2 / (2 * (30^2 + 50^2)) = 6400 / 6800
        #expect(agree(record[.fairness], 6400.0 / 6800))
    }

    @Test("after a warm-up is counted from what was acknowledged, between samples too")
    func warmUp() {
        var record = MadeRecord.record([bulk()], seconds: 4, rates: [1])
        // Nothing for a second, then a million bytes a second.
        record.show(
            MadeRecord.trace(0, from: 0, to: 4) { max(0, $0 - 1) * 1e6 })
        #expect(agree(record[.goodput, .after(.seconds(2))], 8e6))
        #expect(agree(record[.goodput, .after(.milliseconds(500))], 3e6 / 3.5 * 8))
        let window = MeasuredWindow(from: .milliseconds(995), to: .milliseconds(1005))
        #expect(agree(record[.goodput, window], 5000 / 0.01 * 8))
    }

    @Test("counts a flow while it was there, and none before it was seen")
    func late() {
        var record = MadeRecord.record([bulk(2)], seconds: 4, rates: [1, 1])
        record.show(
            MadeRecord.trace(0, from: 0, to: 4) { $0 * 1e6 },
            // It had sent 5000 bytes when it was first seen.
            MadeRecord.trace(1, from: 3, to: 4) { 5000 + ($0 - 3) * 2e6 })
        let window = MeasuredWindow.after(.seconds(1))
        #expect(agree(record[.goodput, window], 24e6))
        #expect(agree(record[.leastGoodput, window], 8e6))
    }

    @Test("of flows one after another is all bits, by the time in which any of them ran")
    func staggered() {
        var part = bulk(2)
        part.stagger = .seconds(2)
        var record = MadeRecord.record([part], seconds: 4, rates: [10e6, 10e6])
        record.flows[0].spells[0].seconds = 2
        record.flows[1].spells[0].seconds = 2
        record.flows[1].spells[0].startNanoseconds = MadeRecord.moment(2)
        #expect(agree(record[.goodput], 10e6))
        record.show(
            MadeRecord.trace(0, from: 0, to: 2) { $0 * 1e6 },
            MadeRecord.trace(1, from: 2, to: 4) { ($0 - 2) * 1e6 })
        #expect(agree(record[.goodput, .after(.seconds(1))], 8e6))
    }

    @Test("goes on with a flow's next connection, whose counters begin anew")
    func cycles() {
        var part = bulk()
        part.cycle = Load.Cycle(on: .seconds(1), off: .seconds(1))
        var record = MadeRecord.record([part], seconds: 3, rates: [1])
        record.show(
            MadeRecord.trace(0, from: 0, to: 1) { $0 * 1e6 },
            MadeRecord.trace(0, from: 2, to: 3) { ($0 - 2) * 3e6 })
        // Half a million bytes in half a second, three million in one.
        let window = MeasuredWindow.after(.milliseconds(500))
        #expect(agree(record[.goodput, window], 3.5e6 / 1.5 * 8))
    }

    @Test("is absent where nothing was sent, and of what is in the background")
    func absent() {
        var background = Load.Part("noise", .tcpStream)
        background.isBackground = true
        let record = MadeRecord.record([bulk(), background], seconds: 4, rates: [])
        #expect(record.values().isEmpty)
        #expect(record.values(in: .after(.seconds(1))).isEmpty)
        let other = MadeRecord.record([background], seconds: 4, rates: [1e6])
        #expect(other.values().isEmpty)
    }

    @Test("of datagrams in a window is absent: no socket says what came through")
    func datagrams() {
        let record = MadeRecord.record(
            [Load.Part("bulk", .udpStream)], seconds: 4, rates: [5e6])
        #expect(record[.goodput] == 5e6)
        #expect(record[.goodput, .after(.seconds(1))] == nil)
    }

    @Test("is also told of each arm's flows where several share the path")
    func arms() {
        var part = bulk(4)
        part.arms = ["cubic", "reno"]
        let record = MadeRecord.record(
            [part], seconds: 10, rates: [10e6, 20e6, 30e6, 40e6],
            arms: [MadeRecord.cubic, MadeRecord.reno])
        let goodput = Measure("bulk", .goodput)
        #expect(record[.goodput] == 100e6)
        #expect(record.armValues()["cubic"]?[goodput] == 40e6)
        #expect(record.armValues()["reno"]?[goodput] == 60e6)
        let alone = MadeRecord.record([bulk()], seconds: 10, rates: [1e6])
        #expect(alone.armValues().isEmpty)
    }

    @Test("of flows that end by themselves comes with their completion time")
    func completion() {
        var part = bulk(2)
        part.bytes = 1_000_000
        var record = MadeRecord.record([part], seconds: 10, rates: [8e6, 2e6])
        record.flows[0].spells[0].seconds = 1
        record.flows[1].spells[0].seconds = 4
        #expect(agree(record[.completionTime], 2.5))
        // Sixteen million bits within four seconds.
        #expect(agree(record[.goodput], 4e6))
        let early = MeasuredWindow(from: .zero, to: .seconds(2))
        #expect(agree(record[.completionTime, early], 1))
        #expect(MadeRecord.record([bulk()], seconds: 4, rates: [1])[.completionTime] == nil)
    }
}
