// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("The summary of a run")
struct SummaryTests {
    @Test("has the key that it is given, and what was measured after the warm-up")
    func key() {
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpStream)], seconds: 4, rates: [1])
        record.show(MadeRecord.trace(0, from: 0, to: 4) { $0 * 1e6 })
        record.outcome = .void([.interrupted])
        record.startWallNanoseconds = 7
        let summary = RunSummary(
            of: record, number: 3, round: 1, path: "slow", load: "one", arm: "cubic",
            attempt: 2, warmUp: .seconds(1))
        #expect((summary.number, summary.round, summary.attempt) == (3, 1, 2))
        #expect((summary.path, summary.load, summary.arm) == ("slow", "one", "cubic"))
        #expect(summary.outcome == .void([.interrupted]))
        #expect(summary.time == .seconds(3))
        #expect(summary.startWallNanoseconds == 7)
        #expect(agree(summary.values[Measure("bulk", .goodput)], 8e6))
        #expect(summary.blocks.isEmpty)
    }

    @Test("has a block for each turn, without the wash-out after the switch")
    func blocks() {
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpStream)], seconds: 4, rates: [1])
        // A million bytes a second, and from the switch at 2 s on three.
        record.show(
            MadeRecord.trace(0, from: 0, to: 4) { $0 < 2 ? $0 * 1e6 : 2e6 + ($0 - 2) * 3e6 })
        let summary = RunSummary(
            of: record, number: 1, round: 0, path: "p", load: "l", arm: "a",
            turns: [
                .init(pair: 0, arm: "a", from: .zero), .init(pair: 0, arm: "b", from: .seconds(2)),
                .init(pair: 1, arm: "a", from: .milliseconds(3900)),
            ], washOut: .milliseconds(500))
        #expect(summary.blocks.map(\.arm) == ["a", "b"])
        #expect(summary.blocks.map(\.start) == [.milliseconds(500), .milliseconds(2500)])
        #expect(summary.blocks.map(\.end) == [.seconds(2), .milliseconds(3900)])
        let goodput = summary.blocks.map { $0.values[Measure("bulk", .goodput)] }
        #expect(agree(goodput[0], 8e6))
        #expect(agree(goodput[1], 24e6))
    }
}
