// SPDX-License-Identifier: Apache-2.0
/// What a run is judged by: from its record to a figure for each measure.
///
/// Making one sorts the samples by flow, once; then any number of windows may be asked
/// for. A metric that the run cannot give is absent, and never zero; so is every metric of
/// a background part. What each one is stands at its `Metric`, and exactly where it is
/// computed, in `PartMetrics`.
public struct RunMetrics: Sendable {
    let record: RunRecord
    let traces: FlowTraces

    public init(_ record: RunRecord) {
        self.record = record
        let flows = (record.flows.map(\.flow).max() ?? -1) + 1
        traces = FlowTraces(record.samples.flows, flows: flows)
    }

    /// Of all flows of each part.
    public func values(in window: MeasuredWindow = .whole) -> [Measure: Double] {
        values(in: window, arm: nil)
    }

    /// Of each arm's flows alone, where several share the path; else empty.
    ///
    /// What belongs to the path, its queue and its drops, is nobody's.
    public func armValues(in window: MeasuredWindow = .whole) -> [String: [Measure: Double]] {
        guard record.arms.count > 1 else { return [:] }
        var found: [String: [Measure: Double]] = [:]
        for proof in record.arms {
            let values = values(in: window, arm: proof.arm.name)
            if !values.isEmpty { found[proof.arm.name] = values }
        }
        return found
    }

    private func values(in window: MeasuredWindow, arm: String?) -> [Measure: Double] {
        var values: [Measure: Double] = [:]
        for part in record.load.parts where !part.isBackground {
            let flows = record.flows.filter {
                $0.part == part.name && (arm == nil || $0.arm == arm)
            }
            guard !flows.isEmpty else { continue }
            let metrics = PartMetrics(self, part, flows, window, isOneArms: arm != nil)
            for (metric, value) in metrics.all where value.isFinite {
                values[Measure(part.name, metric)] = value
            }
        }
        // They are nobody's where several arms share the path.
        guard arm == nil else { return values }
        for task in record.load.tasks where !task.isBackground {
            guard let result = record.tasks.first(where: { $0.part == task.name }) else { continue }
            let metrics = TaskMetrics(
                record: record, task: task, result: result, window: window,
                bounds: bounds(of: window))
            for (metric, value) in metrics.all where value.isFinite {
                values[Measure(task.name, metric)] = value
            }
        }
        return values
    }

    /// Where a window lies, by the monotonic clock.
    ///
    /// The end of the run is when its load's time is over: what drains after that is not
    /// measured.
    func bounds(of window: MeasuredWindow) -> (start: UInt64, end: UInt64) {
        func moment(_ offset: Duration) -> UInt64 {
            record.startNanoseconds &+ UInt64(max(0, offset.inNanoseconds))
        }
        let last = min(record.endNanoseconds, moment(record.load.time))
        let end = min(window.end.map(moment) ?? last, last)
        return (min(moment(window.start), end), end)
    }

    /// How long a window is, of what the run has of it.
    public func time(of window: MeasuredWindow) -> Duration {
        let (start, end) = bounds(of: window)
        return .nanoseconds(Int64(end - start))
    }
}

extension RunRecord {
    /// See `RunMetrics`, which is the one to keep where more than one window is asked for.
    public func values(in window: MeasuredWindow = .whole) -> [Measure: Double] {
        RunMetrics(self).values(in: window)
    }

    public func armValues(in window: MeasuredWindow = .whole) -> [String: [Measure: Double]] {
        RunMetrics(self).armValues(in: window)
    }
}
