// SPDX-License-Identifier: Apache-2.0
/// How long transactions took, all of them together: percentiles of the whole, not
/// percentiles of percentiles.
public struct LatencyHistogram: Equatable, Sendable {
    public private(set) var total: UInt64 = 0
    private var counts: [UInt64] = []

    public init() {}

    /// Of these flows, in slices that lie in a stretch by the monotonic clock; nil: in all.
    init(
        _ counts: Series<LatencyCount>, of flows: Set<UInt32>,
        within time: (start: UInt64, end: UInt64)?
    ) {
        for count in counts.samples where flows.contains(count.flow) {
            if let time {
                let end = count.nanoseconds + LatencyCount.sliceNanoseconds
                guard count.nanoseconds >= time.start, end <= time.end else { continue }
            }
            add(bucket: count.bucket, count: UInt64(count.count))
        }
    }

    public mutating func add(bucket: UInt32, count: UInt64) {
        let bucket = Int(bucket)
        guard bucket < LatencyBucket.count else { return }
        if bucket >= counts.count {
            counts += [UInt64](repeating: 0, count: bucket + 1 - counts.count)
        }
        counts[bucket] += count
        total += count
    }

    /// In seconds; nil of none.
    public var mean: Double? {
        guard total > 0 else { return nil }
        var sum = 0.0
        for (bucket, count) in counts.enumerated() where count > 0 {
            sum += Double(count) * LatencyBucket.middle(UInt32(bucket))
        }
        return sum / Double(total) / 1e9
    }

    /// The shortest latency that a share of all do not exceed, in seconds.
    ///
    /// Nil where so few were seen that it would be the longest alone: 99.9 % of 500 says
    /// no more than their maximum.
    public func quantile(_ share: Double) -> Double? {
        guard total > 0, Double(total) * (1 - share) >= 1 - 1e-9 else { return nil }
        let rank = UInt64((Double(total) * share - 1e-9).rounded(.up))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += count
            if seen >= max(rank, 1) { return LatencyBucket.middle(UInt32(bucket)) / 1e9 }
        }
        return nil
    }

    /// All that is told of it.
    var metrics: [(Metric, Double?)] {
        [
            (.latencyMean, mean), (.latencyP50, quantile(0.5)), (.latencyP90, quantile(0.9)),
            (.latencyP99, quantile(0.99)), (.latencyP999, quantile(0.999)),
        ]
    }
}
