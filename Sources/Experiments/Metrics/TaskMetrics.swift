// SPDX-License-Identifier: Apache-2.0
/// The metrics of one task of a load, in one window.
struct TaskMetrics {
    let record: RunRecord
    let task: Load.Task
    let result: TaskResult
    let window: MeasuredWindow
    /// Where the window lies, by the monotonic clock.
    let bounds: (start: UInt64, end: UInt64)

    var all: [(Metric, Double)] {
        let found: [(Metric, Double?)] =
            switch task.kind {
            case .wakeups: latencies
            case .work: [(.workTime, workTime)]
            case .busy: []
            }
        return found.compactMap { metric, value in value.map { (metric, $0) } }
    }

    private var latencies: [(Metric, Double?)] {
        LatencyHistogram(
            record.samples.latencies, of: [UInt32(result.number)],
            within: window.isWhole ? nil : bounds
        ).metrics
    }

    /// Until the last thread had done its part. It begins with the run, warm-up or not, and a
    /// window that ends before the run says nothing of it.
    private var workTime: Double? {
        guard window.end == nil, result.seconds.count == task.threads else { return nil }
        return result.seconds.max()
    }
}
