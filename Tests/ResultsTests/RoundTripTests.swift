// SPDX-License-Identifier: Apache-2.0
import Experiments
import Results
import Testing

@Suite("A results file")
struct RoundTripTests {
    private let folder = Folder()

    @Test("gives back a record in which everything is set")
    func record() throws {
        let record = Example.record(flows: 5, ticks: 40)
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        let number = try writer.add(record, summary: Example.summary(), seed: .max)
        #expect(number == 1)
        let reader = try ResultsReader(at: folder.file())
        let read = try reader.record(of: 1)
        #expect(read == record)
        #expect(try reader.samples(of: 1) == record.samples)
        let bare = try reader.record(of: 1, withSamples: false)
        #expect(bare?.samples.flows.isEmpty == true)
        #expect(bare?.samples.lateness == record.samples.lateness)
        let isAsWritten = try reader.isAsWritten(run: 1)
        #expect(isAsWritten)
    }

    @Test("gives back what processors were given to do, and whose they were")
    func tasks() throws {
        var record = Example.record()
        record.load.tasks = [
            Load.Task("woken", .wakeups(every: .milliseconds(2)), threads: 3),
            Load.Task("work", .work(steps: 7)), Load.Task("busy", .busy, threads: 4),
        ]
        record.arms[0].arm.hook = .scheduler
        record.tasks = [
            TaskResult(number: 2, part: "woken", startNanoseconds: .max),
            TaskResult(number: 3, part: "work", seconds: [0.5, 1.0 / 3]),
        ]
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        try writer.add(record, summary: Example.summary(), seed: 1)
        let reader = try ResultsReader(at: folder.file())
        #expect(try reader.record(of: 1) == record)
        let isAsWritten = try reader.isAsWritten(run: 1)
        #expect(isAsWritten)
    }

    @Test("gives back a record in which nothing is set")
    func emptyRecord() throws {
        let record = RunRecord(path: .direct, means: "", load: Load([], for: .zero), arms: [])
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        let summary = RunSummary(number: 1, round: 0, path: "", load: "", arm: "")
        try writer.add(record, summary: summary, seed: 0)
        let reader = try ResultsReader(at: folder.file())
        #expect(try reader.record(of: 1) == record)
        #expect(try reader.summaries() == [summary])
    }

    @Test("gives back plan, environment, summaries and seeds")
    func summaries() throws {
        let facts = Example.environment("a", "b")
        var writer = try ResultsWriter.create(
            at: folder.file(), plan: Example.plan, environment: facts)
        try writer.add(Example.record(), summary: Example.summary(), seed: .max)
        let second = RunSummary(
            number: 2, round: 1, path: "p", load: "l", arm: "a", outcome: .failed("no netserver"))
        try writer.add(nil, summary: second, seed: 3)
        #expect(try writer.summaries() == [Example.summary(), second])
        #expect(try writer.done()[second.key] == .failed("no netserver"))
        let reader = try ResultsReader(at: folder.file())
        #expect(try reader.plan() == Example.plan)
        #expect(try reader.environment() == facts)
        let runs = try reader.runs()
        #expect(runs.map(\.seed) == [.max, 3])
        #expect(runs.map(\.hasRecord) == [true, false])
        #expect(runs[0].sampleCounts == [.flow: 6, .queue: 6, .ack: 3, .code: 3, .latency: 2])
        let none = try reader.record(of: 2)
        #expect(none == nil)
    }

    @Test("goes on where it was left, under the same plan")
    func resume() throws {
        do {
            var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
            try writer.add(Example.record(), summary: Example.summary(), seed: 1)
        }
        var writer = try ResultsWriter.resume(
            at: folder.file(), planDigest: Example.plan.digest)
        #expect(try writer.done().count == 1)
        #expect(try writer.add(Example.record(), summary: Example.summary(round: 1), seed: 2) == 2)
        #expect(try writer.summaries().map(\.round) == [0, 1])
    }

    @Test("keeps values that are no numbers")
    func noNumbers() throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        var summary = RunSummary(number: 1, round: 0, path: "p", load: "l", arm: "a")
        summary.values = [Measure("b", .goodput): .nan, Measure("b", .srtt): -.infinity]
        try writer.add(nil, summary: summary, seed: 0)
        let read = try writer.summaries()[0].values
        #expect(read[Measure("b", .goodput)]?.isNaN == true)
        #expect(read[Measure("b", .srtt)] == -.infinity)
    }

    @Test("streams samples over many chunks in order")
    func chunks() throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        let record = Example.record(flows: 700, ticks: 100)
        try writer.add(record, summary: Example.summary(), seed: 1)
        var read = ContiguousArray<FlowSample>()
        var count = 0
        try ResultsReader(at: folder.file()).eachChunk(of: FlowSample.self, in: 1) {
            read += $0.samples
            count += 1
        }
        #expect(count == 3)
        let isSame = read == record.samples.flows.samples
        #expect(isSame)
    }
}
