// SPDX-License-Identifier: Apache-2.0

/// A packet that the kernel holds for us in a queue.
public struct HeldPacket: Sendable {
    /// The kernel's number for it; the ones that come later have higher ones.
    public let id: UInt32
    /// Its length in bytes, from the network header on. One that stands for many
    /// segments has the length of them all.
    public let length: UInt32
    public let isV6: Bool
    /// When it came in.
    public let arrival: Instant

    public init(id: UInt32, length: UInt32, isV6: Bool, arrival: Instant) {
        self.id = id
        self.length = length
        self.isV6 = isV6
        self.arrival = arrival
    }
}
