// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("What sockets and queues show of a run")
struct SocketMetricTests {
    private func record(_ samples: [FlowSample], path: Path = Path()) -> RunRecord {
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpStream)], seconds: 4, rates: [1e6], path: path)
        record.show(samples)
        return record
    }

    private func sample(
        _ seconds: Double, sent: UInt64 = 0, again: UInt64 = 0, srtt: UInt32 = 0,
        shortest: UInt32 = .max, delivered: UInt32 = 0, marked: UInt32 = 0, options: UInt8 = 0
    ) -> FlowSample {
        FlowSample(
            nanoseconds: MadeRecord.moment(seconds), flow: 0, bytesAcked: sent,
            bytesRetrans: again, bytesSent: sent, srttMicroseconds: srtt,
            minRTTMicroseconds: shortest, delivered: delivered, deliveredCE: marked,
            options: options)
    }

    @Test("is the share of bytes that were sent again, from the first one on")
    func retransmitted() {
        let record = record([
            sample(0.5, sent: 1000, again: 100), sample(2, sent: 4000, again: 100),
            sample(4, sent: 8000, again: 700),
        ])
        #expect(agree(record[.retransmitted], 700.0 / 8000))
        #expect(agree(record[.retransmitted, .after(.seconds(2))], 600.0 / 4000))
        // Half of the last step.
        #expect(agree(record[.retransmitted, .after(.seconds(3))], 300.0 / 2000))
    }

    @Test("is the mean round trip over time, and how much longer it was than the shortest")
    func roundTrip() {
        let record = record([
            sample(0, srtt: 10_000, shortest: 9000), sample(1, srtt: 10_000, shortest: 9000),
            // From 10 to 30 ms in a second, and two seconds there.
            sample(2, srtt: 30_000, shortest: 8000), sample(4, srtt: 30_000, shortest: 8000),
        ])
        #expect(agree(record[.srtt], (10 + 20 + 60) / 4 / 1e3))
        #expect(agree(record[.queueingDelay], 0.0225 - 0.008))
        #expect(agree(record[.srtt, .after(.seconds(2))], 0.03))
    }

    @Test("leaves out what came before the first round trip was known")
    func unknown() {
        #expect(record([sample(0), sample(4)])[.srtt] == nil)
        let late = record([sample(0), sample(1, srtt: 5000), sample(4, srtt: 5000)])
        #expect(agree(late[.srtt], 0.005))
        #expect(late[.queueingDelay] == nil)
    }

    @Test("is the share of packets that came with a mark, where ECN was agreed on")
    func marks() {
        let agreed = record([
            sample(0, delivered: 10, marked: 1, options: 8),
            sample(4, delivered: 100, marked: 25, options: 8),
        ])
        #expect(agree(agreed[.marks], 0.25))
        #expect(agree(agreed[.marks, MeasuredWindow(from: .seconds(1))], 24.0 / 90))
        #expect(record([sample(0), sample(4, delivered: 100)])[.marks] == nil)
    }

    private func queue(
        _ seconds: Double, _ waiting: UInt32, sent: UInt32 = 0, drops: UInt32 = 0,
        isBack: Bool = false
    ) -> QueueSample {
        QueueSample(
            nanoseconds: MadeRecord.moment(seconds), isBack: isBack, sentBytes: 0,
            sentPackets: sent, waitingBytes: waiting, waitingPackets: 0, drops: drops, marks: 0)
    }

    @Test("is what waited at the bottleneck in the direction of the data, by time")
    func queues() {
        var record = record([])
        for sample in [
            queue(0, 0), queue(0, 9999, isBack: true), queue(1, 1000, sent: 50, drops: 0),
            queue(4, 1000, sent: 90, drops: 10), queue(4, 9999, isBack: true),
        ] { record.samples.queues.add(sample) }
        // 500 on average in the first second, 1000 in three.
        #expect(agree(record[.queue], 3500.0 / 4))
        #expect(agree(record[.drops], 0.1))
        #expect(agree(record[.drops, .after(.seconds(1))], 0.2))
        #expect(agree(record[.queue, MeasuredWindow(from: .zero, to: .milliseconds(500))], 250))
        record.load.parts[0].test = .tcpMaerts
        #expect(agree(record[.queue], 9999))
    }

    @Test("has no queue where there is none")
    func noQueue() {
        #expect(record([])[.queue] == nil)
        #expect(record([])[.drops] == nil)
    }

    @Test("never answers what is no number")
    func finite() {
        var record = record([sample(0), sample(4)])
        record.flows[0].spells = [
            .init(startNanoseconds: 0, seconds: .nan, throughput: .infinity)
        ]
        record.arms[0].programs = [
            .init(member: "cong_avoid", id: 1, tag: "", calls: 0, nanoseconds: 0)
        ]
        for window in [MeasuredWindow.whole, .after(.seconds(1)), .after(.seconds(9))] {
            #expect(record.values(in: window).values.allSatisfy { $0.isFinite })
        }
    }
}
