// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Reports

@Suite("Samples gathered for figures") struct GatheringTests {
    private func run(seconds: Int = 2) -> RunSummary {
        RunSummary(
            number: 1, round: 0, path: "p", load: "l", arm: "a", time: .seconds(seconds))
    }

    private func gathered(_ samples: RunRecord.Samples) -> (RunGathering, RunGathering.Times) {
        var times = RunGathering.Times()
        let run = RunGathering(run(), samples, span: 2e9, columns: 20, times: &times)
        return (run, times)
    }

    @Test("keep the one sample that stands out, however many there are") func extremes() throws {
        var samples = RunRecord.Samples()
        for tick in 0..<20_000 {
            samples.flows.add(
                FlowSample(
                    nanoseconds: UInt64(tick) * 100_000, flow: 0,
                    cwnd: tick == 12_345 ? 9_999 : 10, srttMicroseconds: 1000))
        }
        let trace = try #require(gathered(samples).0.traces[.cwnd])
        #expect(trace.greatest[12] == 9_999)
        #expect(trace.least[12] == 10)
        #expect(trace.greatest.filter { $0 == 9_999 }.count == 1)
    }

    @Test("give the rate between two counters, whenever they were read") func rates() throws {
        var samples = RunRecord.Samples()
        for (time, bytes) in [(0, 0), (333, 333_000), (1_250, 1_250_000), (2_000, 2_000_000)] {
            samples.flows.add(
                FlowSample(
                    nanoseconds: 7_000_000_000 + UInt64(time) * 1_000_000, flow: 3,
                    bytesAcked: UInt64(bytes), cwnd: 1))
        }
        let trace = try #require(gathered(samples).0.traces[.rate])
        // A byte each microsecond: 8 Mbit/s all the time.
        for value in trace.mean { #expect(abs(value - 8e6) < 1) }
    }

    @Test("count a flow's bytes once when its counter starts anew") func restarts() {
        var samples = RunRecord.Samples()
        for (tick, bytes) in [100, 600, 50, 150].enumerated() {
            samples.flows.add(
                FlowSample(
                    nanoseconds: UInt64(tick) * 100_000_000, flow: 1, bytesAcked: UInt64(bytes),
                    cwnd: 1))
        }
        let run = gathered(samples).0
        #expect(run.flowBytes.map(\.bytes) == [600])
    }

    @Test("hold round-trip times to one in 64") func roundTrips() throws {
        for value: UInt32 in [1, 63, 64, 65, 1000, 20_123, 1_000_000, .max] {
            let found = Distribution.value(of: Distribution.bucket(of: value))
            #expect(abs(found - Double(value)) <= Double(value) / 64)
        }
        var times = Distribution(.microseconds)
        for value in 1...1000 { times.add(microseconds: UInt32(value * 1000)) }
        let median = try #require(times.quantile(0.5))
        #expect(abs(median - 0.5) < 0.01)
        #expect(times.quantile(0.9999) == nil)
        #expect(times.steps.last?.share == 1)
    }

    @Test("count every transaction, in buckets finer than a figure's columns")
    func transactions() throws {
        var samples = RunRecord.Samples()
        for (nanoseconds, count) in [(50_000, 90), (2_000_000, 10)] {
            samples.latencies.add(
                LatencyCount(
                    nanoseconds: 0, flow: 1,
                    bucket: LatencyBucket.of(nanoseconds: UInt64(nanoseconds)),
                    count: UInt32(count)))
        }
        let times = gathered(samples).1.transactions
        #expect(times.total == 100)
        #expect(abs(try #require(times.quantile(0.5)) - 50e-6) < 1e-6)
        #expect(abs(try #require(times.quantile(0.95)) - 2e-3) < 0.02e-3)
        #expect(times.steps.map(\.share) == [0.9, 1])
    }

    @Test("are the queue of the direction that more went through") func queues() throws {
        var samples = RunRecord.Samples()
        for tick in 0..<10 {
            for isBack in [false, true] {
                samples.queues.add(
                    QueueSample(
                        nanoseconds: UInt64(tick) * 100_000_000, isBack: isBack,
                        sentBytes: UInt64(tick) * (isBack ? 9 : 1), sentPackets: 0,
                        waitingBytes: isBack ? 77 : 5, waitingPackets: 0, drops: 0, marks: 0))
            }
        }
        let trace = try #require(gathered(samples).0.traces[.queue])
        #expect(trace.greatest.max() == 77)
        #expect(trace.least.min() == 77)
    }

    @Test("are asked for run by run, and of valid runs alone") func asked() {
        var asked: [Int] = []
        _ = Report(Small.input()) { number in
            asked.append(number)
            return Small.samples(number)
        }
        #expect(asked == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12])
    }

    @Test("that cannot be read end the report with their own error") func refusals() {
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) {
            try Report(Small.input()) { (_: Int) throws(Unreadable) -> RunRecord.Samples in
                throw Unreadable()
            }
        }
    }

    @Test("of acknowledgements count more than those of looks") func acknowledgements() {
        var samples = Small.samples(1)
        samples.acks.add(
            AckSample(
                nanoseconds: 5_000_000_000, flow: 1, cwnd: 1, ssthresh: 1,
                srttMicroseconds: 77_000, inFlight: 0, sendWindow: 0))
        #expect(gathered(samples).1.roundTrips.total == 1)
    }
}
