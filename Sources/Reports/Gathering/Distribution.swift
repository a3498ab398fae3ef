// SPDX-License-Identifier: Apache-2.0
import Experiments

/// How often which time was seen, in buckets that are fine enough for any figure.
struct Distribution: Sendable {
    private let buckets: Buckets
    private(set) var counts: [UInt64] = []
    private(set) var total: UInt64 = 0

    enum Buckets: Sendable {
        /// Whole microseconds, exact to one in 64.
        case microseconds
        /// Those of `LatencyBucket`.
        case latencies
    }

    init(_ buckets: Buckets) { self.buckets = buckets }

    mutating func add(microseconds: UInt32) { add(1, to: Distribution.bucket(of: microseconds)) }

    mutating func add(_ count: LatencyCount) { add(UInt64(count.count), to: Int(count.bucket)) }

    private mutating func add(_ count: UInt64, to bucket: Int) {
        guard bucket < LatencyBucket.count else { return }
        if bucket >= counts.count {
            counts += [UInt64](repeating: 0, count: bucket + 1 - counts.count)
        }
        counts[bucket] += count
        total += count
    }

    static func bucket(of value: UInt32) -> Int {
        guard value >= 64 else { return Int(value) }
        let exponent = 31 - value.leadingZeroBitCount
        return (exponent - 5) * 64 + Int((value >> UInt32(exponent - 6)) & 63)
    }

    /// The middle of what falls into a bucket of microseconds.
    static func value(of bucket: Int) -> Double {
        guard bucket >= 64 else { return Double(bucket) }
        let width = Double(UInt64(1) << UInt64(bucket / 64 - 1))
        return (Double(64 + bucket % 64) + 0.5) * width
    }

    private func seconds(of bucket: Int) -> Double {
        switch buckets {
        case .microseconds: Distribution.value(of: bucket) / 1e6
        case .latencies: LatencyBucket.middle(UInt32(bucket)) / 1e9
        }
    }

    /// What so large a share does not exceed, in seconds; nil where too few were seen to say.
    func quantile(_ share: Double) -> Double? {
        guard total > 0, Double(total) * (1 - share) >= 1 - 1e-9 else { return nil }
        let rank = UInt64((Double(total) * share - 1e-9).rounded(.up))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += count
            if seen >= max(1, rank) { return seconds(of: bucket) }
        }
        return nil
    }

    /// The share that does not exceed each time that was seen, in seconds, rising.
    var steps: [(seconds: Double, share: Double)] {
        var seen: UInt64 = 0
        return counts.enumerated().filter { $0.element > 0 }.map { bucket, count in
            seen += count
            return (seconds(of: bucket), Double(seen) / Double(total))
        }
    }
}
