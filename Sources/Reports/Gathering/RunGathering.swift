// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What figures need of one run: its samples are let go of when this is made.
struct RunGathering: Sendable {
    let number: Int
    let round: Int
    var traces: [Quantity: Trace] = [:]
    /// Bytes that each flow got acknowledged, in the order of the flows.
    var flowBytes: [(flow: UInt32, bytes: UInt64)] = []
    private let start: UInt64
    private let columnNanoseconds: Double
    private let columns: Int

    /// - Parameter span: nanoseconds from the figure's left to its right edge.
    init(
        _ run: RunSummary, _ samples: RunRecord.Samples, span: Double, columns: Int,
        times: inout Times
    ) {
        number = run.number
        round = run.round
        self.columns = columns
        columnNanoseconds = span / Double(columns)
        start = samples.start ?? 0
        gatherFlows(samples, &times.roundTrips)
        gatherQueue(samples)
        for sample in samples.acks.samples where sample.srttMicroseconds > 0 {
            times.roundTrips.add(microseconds: sample.srttMicroseconds)
        }
        for count in samples.latencies.samples { times.transactions.add(count) }
    }

    /// Of all runs of an arm.
    struct Times: Sendable {
        var roundTrips = Distribution(.microseconds)
        var transactions = Distribution(.latencies)
    }

    /// Nil of what came after the run's time.
    @inline(__always)
    private func column(of nanoseconds: UInt64) -> Int? {
        guard nanoseconds >= start else { return nil }
        let column = Int(Double(nanoseconds - start) / columnNanoseconds)
        return column < columns ? column : nil
    }

    private mutating func gatherFlows(
        _ samples: RunRecord.Samples, _ roundTrips: inout Distribution
    ) {
        var window = Trace(columns: columns)
        var delay = Trace(columns: columns)
        var delivery = Delivery(columns: columns, columnNanoseconds: columnNanoseconds)
        // The time of each acknowledgement says more than that of each look.
        let counts = samples.acks.isEmpty
        for sample in samples.flows.samples {
            delivery.add(sample, since: start)
            let isKnown = sample.srttMicroseconds > 0
            if counts, isKnown { roundTrips.add(microseconds: sample.srttMicroseconds) }
            guard let column = column(of: sample.nanoseconds) else { continue }
            if sample.cwnd > 0 { window.add(Float(sample.cwnd), at: column) }
            if isKnown { delay.add(Float(sample.srttMicroseconds) / 1e6, at: column) }
        }
        traces[.cwnd] = window
        traces[.srtt] = delay
        traces[.rate] = delivery.rate()
        flowBytes = delivery.totals
    }

    /// Of the direction that more went through.
    private mutating func gatherQueue(_ samples: RunRecord.Samples) {
        var sent: (forth: UInt64, back: UInt64) = (0, 0)
        for sample in samples.queues.samples {
            if sample.isBack {
                sent.back = max(sent.back, sample.sentBytes)
            } else {
                sent.forth = max(sent.forth, sample.sentBytes)
            }
        }
        var queue = Trace(columns: columns)
        for sample in samples.queues.samples where sample.isBack == (sent.back > sent.forth) {
            guard let column = column(of: sample.nanoseconds) else { continue }
            queue.add(Float(sample.waitingBytes), at: column)
        }
        traces[.queue] = queue
    }
}
