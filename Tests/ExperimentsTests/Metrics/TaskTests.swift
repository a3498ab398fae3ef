// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A task of a load")
struct TaskTests {
    /// A run of nothing but two tasks, behind one flow.
    private func record(_ tasks: [Load.Task]) -> RunRecord {
        var record = MadeRecord.record(
            [Load.Part("rr", .tcpRR)], seconds: 2, rates: [500])
        record.load.tasks = tasks
        record.tasks = tasks.enumerated().map { TaskResult(number: 1 + $0, part: $1.name) }
        return record
    }

    private func add(
        _ record: inout RunRecord, at seconds: Double, _ number: UInt32, _ nanoseconds: UInt64,
        count: UInt32
    ) {
        record.samples.latencies.add(
            LatencyCount(
                nanoseconds: MadeRecord.moment(seconds), flow: number,
                bucket: LatencyBucket.of(nanoseconds: nanoseconds), count: count))
    }

    @Test("that wakes up has percentiles over all of its own wake-ups")
    func wakeups() {
        var record = record([
            Load.Task("woken", .wakeups(every: .milliseconds(1)), threads: 2),
            Load.Task("others", .wakeups(every: .milliseconds(1))),
        ])
        add(&record, at: 0, 1, 100, count: 990)
        add(&record, at: 1, 1, 120, count: 10)
        add(&record, at: 1, 2, 90, count: 7000)
        let values = record.values()
        #expect(agree(values[Measure("woken", .latencyP50)], 100e-9))
        #expect(agree(values[Measure("woken", .latencyP99)], 100e-9))
        #expect(agree(values[Measure("woken", .latencyP999)], 120e-9))
        #expect(agree(values[Measure("others", .latencyP50)], 90e-9))
        #expect(values[Measure("woken", .workTime)] == nil)
        // They are no transactions.
        #expect(values[Measure("rr", .latencyP50)] == nil)
    }

    @Test("that wakes up is looked at after the warm-up alone")
    func window() {
        var record = record([Load.Task("woken", .wakeups(every: .milliseconds(1)))])
        add(&record, at: 0.5, 1, 50, count: 900)
        add(&record, at: 1.5, 1, 100, count: 100)
        let values = record.values(in: .after(.seconds(1)))
        #expect(agree(values[Measure("woken", .latencyP50)], 100e-9))
    }

    @Test("that works takes until its last thread has ended, whatever the warm-up")
    func work() {
        var record = record([Load.Task("work", .work(steps: 5), threads: 2)])
        record.tasks[0].seconds = [1.5, 2.5]
        #expect(record.values()[Measure("work", .workTime)] == 2.5)
        #expect(record.values(in: .after(.seconds(1)))[Measure("work", .workTime)] == 2.5)
        let early = MeasuredWindow(from: .zero, to: .seconds(1))
        #expect(record.values(in: early)[Measure("work", .workTime)] == nil)
    }

    @Test("that did not end its work took no time that is known")
    func unfinished() {
        var record = record([Load.Task("work", .work(steps: 5), threads: 2)])
        record.tasks[0].seconds = [1.5]
        #expect(record.values()[Measure("work", .workTime)] == nil)
    }

    @Test("in the background is not measured")
    func background() {
        var task = Load.Task("work", .work(steps: 5))
        task.isBackground = true
        var record = record([task])
        record.tasks[0].seconds = [1.5]
        #expect(record.values()[Measure("work", .workTime)] == nil)
    }
}
