// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("What a run cost")
struct CostTests {
    private func record(_ parts: [Load.Part] = [Load.Part("bulk", .tcpStream)]) -> RunRecord {
        var record = MadeRecord.record(
            parts, seconds: 10, rates: [100e6, 100e6],
            arms: [Arm("mine", .extension("mine", knobs: [], digest: nil))])
        record.arms[0].digest = "00"
        record.arms[0].clientTime = .seconds(1)
        record.arms[0].serverTime = .seconds(3)
        record.costs.softInterrupts = .seconds(1)
        return record
    }

    @Test("is told in bits by second of processor time, of both ends and the kernel's threads")
    func processors() {
        #expect(agree(record()[.bitsPerCPUSecond], 1e9 / 5))
        // It was counted over the whole run, and stays that.
        #expect(agree(record()[.bitsPerCPUSecond, .after(.seconds(2))], 1e9 / 5))
        let block = MeasuredWindow(from: .seconds(2), to: .seconds(4))
        #expect(record()[.bitsPerCPUSecond, block] == nil)
    }

    @Test("is nobody's where two parts share an arm")
    func shared() {
        let record = record([Load.Part("bulk", .tcpStream), Load.Part("other", .tcpRR)])
        #expect(record[.bitsPerCPUSecond] == nil)
    }

    @Test("is the time of what runs at an acknowledgement, by the calls of the most called")
    func acks() {
        var record = record()
        record.arms[0].programs = [
            .init(member: "cong_avoid", id: 1, tag: "", calls: 80, nanoseconds: 8000),
            .init(member: "pkts_acked", id: 2, tag: "", calls: 100, nanoseconds: 2000),
            .init(member: "ssthresh", id: 3, tag: "", calls: 500, nanoseconds: 99_000),
        ]
        #expect(agree(record[.timePerAck], 100e-9))
        record.arms[0].digest = nil
        #expect(record[.timePerAck] == nil)
    }
}
