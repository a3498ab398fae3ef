// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("Latencies")
struct LatencyTests {
    @Test("fall into buckets whose middle is off by 0.4 % at most")
    func buckets() {
        for value in [0, 1, 127, 128, 255, 256, 257, 1000, 20_500, 1 << 33, UInt64.max / 3] {
            let bucket = LatencyBucket.of(nanoseconds: value)
            #expect(Int(bucket) < LatencyBucket.count)
            #expect(
                abs(LatencyBucket.middle(bucket) - Double(value)) <= 0.0040 * Double(value))
        }
        #expect(Int(LatencyBucket.of(nanoseconds: .max)) == LatencyBucket.count - 1)
    }

    @Test("of greater length never fall into a lower bucket")
    func order() {
        var last: UInt32 = 0
        for value in stride(from: UInt64(0), to: 100_000, by: 7) {
            let bucket = LatencyBucket.of(nanoseconds: value)
            #expect(bucket >= last)
            last = bucket
        }
    }

    private func record(_ flows: Int = 2) -> RunRecord {
        MadeRecord.record(
            [Load.Part("bulk", .tcpRR, flows: flows)], seconds: 2, rates: [500, 1500])
    }

    private func add(
        _ record: inout RunRecord, at seconds: Double, flow: UInt32, _ nanoseconds: UInt64,
        count: UInt32
    ) {
        record.samples.lostLatencies = 0
        record.samples.latencies.add(
            LatencyCount(
                nanoseconds: MadeRecord.moment(seconds), flow: flow,
                bucket: LatencyBucket.of(nanoseconds: nanoseconds), count: count))
    }

    @Test("are ranked over all transactions of all flows")
    func ranks() {
        var record = record()
        // 900 of 100 ns by one flow, 99 of 120 and one of 127 by the other.
        add(&record, at: 0, flow: 0, 100, count: 900)
        add(&record, at: 1, flow: 1, 120, count: 99)
        add(&record, at: 1, flow: 1, 127, count: 1)
        #expect(agree(record[.latencyP50], 100e-9))
        #expect(agree(record[.latencyP90], 100e-9))
        #expect(agree(record[.latencyP99], 120e-9))
        #expect(agree(record[.latencyP999], 120e-9))
        #expect(agree(record[.latencyMean], (90_000.0 + 11_880 + 127) / 1000 / 1e9))
        #expect(record[.transactions] == 2000)
    }

    @Test("of too few transactions have no high percentile")
    func few() {
        var record = record()
        add(&record, at: 0, flow: 0, 100, count: 500)
        #expect(record[.latencyP99] != nil)
        #expect(record[.latencyP999] == nil)
    }

    @Test("in a window are those of the slices that lie in it")
    func window() {
        var record = record()
        add(&record, at: 0.9, flow: 0, 50, count: 10)
        add(&record, at: 1.0, flow: 0, 100, count: 200)
        add(&record, at: 1.5, flow: 1, 110, count: 100)
        let window = MeasuredWindow.after(.milliseconds(950))
        #expect(agree(record[.latencyP50, window], 100e-9))
        // From 1 s to 2 s: what lies between 0.95 s and 1 s is no whole slice.
        #expect(agree(record[.transactions, window], 300))
    }

    @Test("are netperf's own of a single flow where they were not timed")
    func netperfs() {
        var record = record(1)
        record.flows[0].spells[0].latency = .init(
            minimum: 1, mean: 20, p50: 19, p90: 25, p99: 40, maximum: 90, deviation: 3)
        #expect(agree(record[.latencyP50], 19e-6))
        #expect(agree(record[.latencyP99], 40e-6))
        #expect(record[.latencyP999] == nil)
        #expect(record[.latencyP50, .after(.seconds(1))] == nil)
    }

    @Test("of several flows that were not timed have a mean alone")
    func severalUntimed() {
        var record = record()
        for (flow, mean) in [(0, 10.0), (1, 20.0)] {
            record.flows[flow].spells[0].latency = .init(
                minimum: 1, mean: mean, p50: 1, p90: 1, p99: 1, maximum: 1, deviation: 1)
        }
        // 500 a second of 10 us and 1500 of 20 us.
        #expect(agree(record[.latencyMean], 17.5e-6))
        #expect(record[.latencyP50] == nil)
    }

    @Test("of which some were lost are not told as if they were all")
    func lost() {
        var record = record()
        add(&record, at: 0, flow: 0, 100, count: 500)
        record.samples.lostLatencies = 1
        #expect(record[.latencyP50] == nil)
    }

    @Test("come with transactions that are counted by requests in a window")
    func requests() {
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpRR)], seconds: 2, rates: [500])
        record.load.parts[0].requestBytes = 10
        record.show(MadeRecord.trace(0, from: 0, to: 2) { $0 * 4000 })
        #expect(agree(record[.transactions, .after(.seconds(1))], 400))
    }
}
