// SPDX-License-Identifier: Apache-2.0
/// The bottleneck's queue at one moment; its counters count from when it was made.
public struct QueueSample: BitwiseCopyable, Equatable, Sendable {
    public var nanoseconds: UInt64
    /// That got through.
    public var sentBytes: UInt64
    /// That got through; one may be as large as the offloads make it.
    public var sentPackets: UInt32
    public var waitingBytes: UInt32
    public var waitingPackets: UInt32
    public var drops: UInt32
    /// Zero where what marks does not count.
    public var marks: UInt32
    /// Of data from server to client.
    public var isBack: Bool

    public init(
        nanoseconds: UInt64, isBack: Bool, sentBytes: UInt64, sentPackets: UInt32,
        waitingBytes: UInt32, waitingPackets: UInt32, drops: UInt32, marks: UInt32
    ) {
        self.nanoseconds = nanoseconds
        self.isBack = isBack
        self.sentBytes = sentBytes
        self.sentPackets = sentPackets
        self.waitingBytes = waitingBytes
        self.waitingPackets = waitingPackets
        self.drops = drops
        self.marks = marks
    }
}
