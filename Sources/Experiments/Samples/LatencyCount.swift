// SPDX-License-Identifier: Apache-2.0
/// How many transactions of a flow took about so long, in one slice of the time.
///
/// Fifty thousand transactions a second are some hundred of these.
public struct LatencyCount: BitwiseCopyable, Equatable, Sendable {
    /// When the slice begins, by the monotonic clock; a transaction belongs to the one that
    /// it ended in. Slices begin at whole multiples of `sliceNanoseconds`.
    public var nanoseconds: UInt64
    public var flow: UInt32
    /// Of `LatencyBucket`.
    public var bucket: UInt32
    public var count: UInt32

    public init(nanoseconds: UInt64, flow: UInt32, bucket: UInt32, count: UInt32) {
        self.nanoseconds = nanoseconds
        self.flow = flow
        self.bucket = bucket
        self.count = count
    }

    public static let sliceNanoseconds: UInt64 = 100_000_000
}

/// Where a latency is counted: below 128 ns exactly, above in 128 steps for each doubling.
///
/// So the middle of a bucket is off by 0.4 % at most, however long the latency.
public enum LatencyBucket {
    private static let bits = 7
    private static let steps: UInt64 = 1 << 7

    public static func of(nanoseconds: UInt64) -> UInt32 {
        guard nanoseconds >= steps else { return UInt32(nanoseconds) }
        let shift = 63 - nanoseconds.leadingZeroBitCount - bits
        return UInt32(shift) << UInt32(bits) + UInt32(nanoseconds >> UInt64(shift))
    }

    /// Its middle, in nanoseconds.
    public static func middle(_ bucket: UInt32) -> Double {
        let bucket = UInt64(bucket)
        guard bucket >= 2 * steps else { return Double(bucket) }
        let shift = bucket >> UInt64(bits) - 1
        let low = (bucket - shift << UInt64(bits)) << shift
        return Double(low) + Double((1 << shift) - 1) / 2
    }

    /// How many there are: enough for every number of 64 bits.
    public static let count = (64 - 7 + 1) << 7
}
