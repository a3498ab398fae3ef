// SPDX-License-Identifier: Apache-2.0

/// Makes the bytes of a pcap file with nanosecond stamps, for Ethernet.
///
/// Whoever calls it takes them and writes them where they belong.
public struct CaptureWriter {
    public private(set) var bytes: [UInt8] = []

    public init() {
        add(0xa1b2_3c4d)
        add(4 << 16 | 2)  // version 2.4, as two halves
        add(0)
        add(0)
        add(UInt32(CaptureBytes.largestPacket))
        add(UInt32(LinkType.ethernet.rawValue))
    }

    /// A packet without a time is stamped with its number, in microseconds.
    public mutating func add(_ packet: Packet) {
        let time = max(packet.time ?? Int64(packet.number) * 1000, 0)
        add(UInt32(truncatingIfNeeded: time / 1_000_000_000))
        add(UInt32(truncatingIfNeeded: time % 1_000_000_000))
        add(UInt32(packet.bytes.count))
        add(UInt32(clamping: packet.wireLength))
        bytes += packet.bytes
    }

    /// What was made since the last call.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func add(_ number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
}
