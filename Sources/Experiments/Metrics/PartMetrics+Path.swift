// SPDX-License-Identifier: Apache-2.0
// What the bottleneck shows.
extension PartMetrics {
    /// Whether most data goes from server to client.
    private var isBack: Bool {
        part.test.isRequestResponse
            ? part.responseBytes > part.requestBytes : part.test.isFromServer
    }

    /// Queue and drops at the bottleneck, in the direction of the data. They belong to all
    /// that share the path.
    var way: [(Metric, Double?)] {
        guard !isOneArms else { return [] }
        let isBack = isBack
        var first: QueueSample?
        var last: QueueSample?
        var area = 0.0
        for sample in record.samples.queues.samples {
            // A sample before the window and one after it are the ends of those steps.
            if sample.isBack != isBack { continue }
            if let old = last {
                if old.nanoseconds >= pathEnd { break }
                area += waiting(old, sample)
            }
            let isBefore = !window.isWhole && sample.nanoseconds <= pathStart
            if isBefore || first == nil { first = sample }
            last = sample
        }
        guard let first, let last, last.nanoseconds > first.nanoseconds else { return [] }
        let (from, to) = (max(first.nanoseconds, pathStart), min(last.nanoseconds, pathEnd))
        let time = to > from ? Double(to - from) : 0
        let sent = Double(last.sentPackets &- first.sentPackets)
        let dropped = Double(last.drops &- first.drops)
        return [
            (.queue, time > 0 ? area / time : nil),
            (.drops, sent + dropped > 0 ? dropped / (sent + dropped) : nil),
        ]
    }

    // The queue is measured from the run's start on also where all of it is: before that
    // no packet came, and after its end they only drain.
    private var pathStart: UInt64 { max(start, record.startNanoseconds) }
    private var pathEnd: UInt64 { min(end, runEnd) }

    /// Bytes times nanoseconds between two samples, of what lies in the window.
    private func waiting(_ old: QueueSample, _ new: QueueSample) -> Double {
        let first = max(old.nanoseconds, pathStart), last = min(new.nanoseconds, pathEnd)
        guard last > first else { return 0 }
        let whole = Double(new.nanoseconds - old.nanoseconds)
        let rise = Double(new.waitingBytes) - Double(old.waitingBytes)
        func level(at time: UInt64) -> Double {
            Double(old.waitingBytes) + rise * Double(time - old.nanoseconds) / whole
        }
        return (level(at: first) + level(at: last)) / 2 * Double(last - first)
    }
}
