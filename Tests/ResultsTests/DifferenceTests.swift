// SPDX-License-Identifier: Apache-2.0
import Experiments
import Results
import Testing

@Suite("The first difference of two records")
struct DifferenceTests {
    private func record(_ change: (inout RunRecord) -> Void = { _ in }) -> RunRecord {
        var record = Example.record(ticks: 200)
        record.startNanoseconds = 1_000_000_000
        record.endNanoseconds = 3_000_000_000
        change(&record)
        return record
    }

    private func words(_ change: (inout RunRecord) -> Void) -> String? {
        record().firstDifference(from: record(change))
    }

    private func changed<Sample>(
        _ series: Series<Sample>, at place: Int, _ change: (inout Sample) -> Void
    ) -> Series<Sample> {
        var samples = series.samples
        change(&samples[place])
        return Series(samples)
    }

    @Test("is none where they are the same")
    func same() {
        #expect(words { _ in } == nil)
    }

    @Test("names the sample's flow, its time in the run, the figure, and both values")
    func sample() {
        let words = self.words { record in
            record.samples.flows = changed(record.samples.flows, at: 247) { $0.cwnd += 1 }
        }
        #expect(words == "flow 1 at 1.230074037 s: cwnd 26 segments, here 27")
    }

    @Test("is the earliest of samples of all kinds")
    func earliest() {
        let words = self.words { record in
            record.samples.flows = changed(record.samples.flows, at: 300) { $0.cwnd += 1 }
            record.samples.queues = changed(record.samples.queues, at: 3) { $0.drops += 4 }
        }
        #expect(words?.hasPrefix("the queue back at 0.010") == true)
        #expect(words?.hasSuffix("drops 0 packets, here 4") == true)
    }

    @Test("tells a sample that was taken at another time")
    func time() {
        let words = self.words { record in
            record.samples.code = changed(record.samples.code, at: 1) { $0.nanoseconds += 1 }
        }
        #expect(words == "arm 0: sample 2 is of 0.010007919 s, here of 0.010007920 s")
    }

    @Test("tells how many samples there are where one has more")
    func count() {
        let words = self.words { record in
            record.samples.acks = Series(ContiguousArray(record.samples.acks.samples.dropLast()))
        }
        #expect(words == "200 ack samples, here 199")
    }

    @Test("is in what was asked for, before it is in what came of it")
    func terms() {
        let words = self.words { record in
            record.samples.flows = changed(record.samples.flows, at: 0) { $0.cwnd += 1 }
            record.arms[0].digest = "0123456789abcdef"
        }
        #expect(words == "the object of mine is ef01, here 0123456789ab")
    }

    @Test("is found in what netperf said, in calls, in times, and in how it ended")
    func rest() {
        #expect(
            words { $0.flows[0].spells[0].throughput = 7 }
                == "flow 0: throughput 0.30000000000000004, here 7.0")
        #expect(
            words { $0.flows[0].spells[0].said["THROUGHPUT"] = "7" }
                == "flow 0: netperf said THROUGHPUT 32.5, here 7")
        #expect(
            words { $0.arms[0].programs[1].calls = 4 }
                == "mine: cong_avoid was called 3 times, here 4")
        #expect(words { $0.endNanoseconds += 1 }?.hasPrefix("it ran from 1000000000 to") == true)
        #expect(words { $0.outcome = .valid }?.hasSuffix(", here valid") == true)
    }

    @Test("of a figure names the measure, and what its samples give")
    func figure() {
        let summary = Example.summary()
        var other = summary
        #expect(summary.firstDifference(from: other) == nil)
        other.values[Measure("rr", .latencyP999)] = 0.25 * (1 + 1e-12)
        #expect(summary.firstDifference(from: other) == nil)
        other.values[Measure("rr", .latencyP999)] = 0.5
        #expect(
            summary.firstDifference(from: other)
                == "rr.latency_p99.9 is 0.25, where its samples give 0.5")
        other = summary
        other.armValues["mine"] = [:]
        #expect(
            summary.firstDifference(from: other)
                == "mine's bulk.goodput is 60000000.0, where its samples give none")
        other = summary
        other.blocks[0].values = [:]
        #expect(summary.firstDifference(from: other)?.hasPrefix("turn 1: bulk.srtt") == true)
    }
}
