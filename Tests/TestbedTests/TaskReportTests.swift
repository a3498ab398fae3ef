// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Testbed

@Suite("What a task's process says")
struct TaskReportTests {
    private var report: TaskReport {
        var report = TaskReport()
        report.startNanoseconds = 12
        report.seconds = [0.25, 1.5]
        report.wakeups = [200: [7: 1, 3: 2], 100: [9: 4]]
        return report
    }

    @Test("is read as it was said")
    func same() {
        #expect(TaskReport(report.text) == report)
    }

    @Test("is nothing where its end is missing, or where a line makes no sense")
    func broken() {
        #expect(TaskReport(String(report.text.dropLast(4))) == nil)
        #expect(TaskReport("start x\nend\n") == nil)
        #expect(TaskReport("woken 1 2\nend\n") == nil)
        #expect(TaskReport("hello\nend\n") == nil)
        #expect(TaskReport("") == nil)
    }

    @Test("gives samples in the order of their time, with the task's number")
    func samples() {
        let counts = report.counts(5)
        #expect(counts.map(\.nanoseconds) == [100, 200, 200])
        #expect(counts.map(\.bucket) == [9, 3, 7])
        #expect(counts.map(\.count) == [4, 2, 1])
        #expect(counts.allSatisfy { $0.flow == 5 })
    }
}
