// SPDX-License-Identifier: Apache-2.0
import Experiments

/// From counters of acknowledged bytes to a rate over time, of all flows together.
struct Delivery {
    private var bytes: [Double]
    private let columnNanoseconds: Double
    private var flows: [UInt32: Seen] = [:]
    private var order: [UInt32] = []
    private var end = 0.0

    private struct Seen {
        var first: UInt64
        var last: UInt64
        var time: Double
    }

    init(columns: Int, columnNanoseconds: Double) {
        bytes = [Double](repeating: 0, count: columns)
        self.columnNanoseconds = columnNanoseconds
    }

    mutating func add(_ sample: FlowSample, since start: UInt64) {
        let time = Double(sample.nanoseconds &- start)
        guard sample.nanoseconds >= start else { return }
        end = max(end, time)
        guard let seen = flows[sample.flow] else {
            let first = sample.bytesAcked
            flows[sample.flow] = Seen(first: first, last: first, time: time)
            order.append(sample.flow)
            return
        }
        // A counter that falls is one of another socket of the same flow.
        if sample.bytesAcked > seen.last {
            spread(Double(sample.bytesAcked - seen.last), from: seen.time, to: time)
        }
        let restarted = sample.bytesAcked < seen.last
        let first = restarted ? seen.first &- seen.last &+ sample.bytesAcked : seen.first
        flows[sample.flow] = Seen(first: first, last: sample.bytesAcked, time: time)
    }

    /// Evenly over the columns between two samples.
    private mutating func spread(_ amount: Double, from: Double, to: Double) {
        let first = Int(from / columnNanoseconds)
        let last = Int(to / columnNanoseconds)
        guard to > from, first < bytes.count else { return }
        for column in first...min(last, bytes.count - 1) {
            let left = max(from, Double(column) * columnNanoseconds)
            let right = min(to, Double(column + 1) * columnNanoseconds)
            bytes[column] += amount * max(0, right - left) / (to - from)
        }
    }

    /// In bits a second, of columns that were seen whole.
    func rate() -> Trace {
        var trace = Trace(columns: bytes.count)
        guard !flows.isEmpty else { return trace }
        for column in bytes.indices
        where Double(column + 1) * columnNanoseconds <= end + columnNanoseconds * 0.02 {
            trace.add(Float(bytes[column] * 8e9 / columnNanoseconds), at: column)
        }
        return trace
    }

    /// Of each flow, by its number.
    var totals: [(flow: UInt32, bytes: UInt64)] {
        order.sorted().compactMap { flow in
            flows[flow].map { (flow, $0.last &- $0.first) }
        }
    }
}
