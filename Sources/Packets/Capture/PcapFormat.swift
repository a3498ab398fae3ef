// SPDX-License-Identifier: Apache-2.0

/// pcap: one header, then records of one link type.
struct PcapFormat: CaptureFormat {
    private let swapped: Bool
    /// What a fraction of a second counts in.
    private let nanosecondsPerTick: Int64
    private let linkType: LinkType
    private(set) var offset = 24
    private var packets = 0

    private static let microseconds: UInt32 = 0xa1b2_c3d4
    private static let nanoseconds: UInt32 = 0xa1b2_3c4d

    /// Nil where the file begins otherwise.
    init?(_ bytes: CaptureBytes) throws(CaptureFlaw) {
        guard bytes.count >= 4 else { return nil }
        let magic = bytes.number(UInt32.self, 0, swapped: false)
        swapped = [PcapFormat.microseconds, PcapFormat.nanoseconds].contains(magic.byteSwapped)
        switch swapped ? magic.byteSwapped : magic {
        case PcapFormat.microseconds: nanosecondsPerTick = 1000
        case PcapFormat.nanoseconds: nanosecondsPerTick = 1
        default: return nil
        }
        guard bytes.count >= 24 else {
            throw CaptureFlaw(kind: .cutShort(in: "the header of the file"), packetsBefore: 0)
        }
        let version = bytes.number(UInt16.self, 4, swapped: swapped)
        guard version == 2 else {
            throw CaptureFlaw(kind: .absurd("it claims to be pcap \(version)"), packetsBefore: 0)
        }
        // The upper half tells of a checksum behind each frame, which nobody writes on Linux.
        linkType = LinkType(
            rawValue: UInt16(
                truncatingIfNeeded: bytes.number(UInt32.self, 20, swapped: swapped)))
        guard linkType.canBeRead else {
            throw CaptureFlaw(kind: .linkType(linkType), packetsBefore: 0)
        }
    }

    mutating func next(_ bytes: CaptureBytes) throws(CaptureFlaw) -> Packet? {
        if offset == bytes.count { return nil }
        guard bytes.count - offset >= 16 else { throw flaw(.cutShort(in: record)) }
        let seconds = Int64(bytes.number(UInt32.self, offset, swapped: swapped))
        let ticks = Int64(bytes.number(UInt32.self, offset + 4, swapped: swapped))
        let captured = Int(bytes.number(UInt32.self, offset + 8, swapped: swapped))
        let original = Int(bytes.number(UInt32.self, offset + 12, swapped: swapped))
        guard captured <= CaptureBytes.largestPacket else {
            throw flaw(.absurd("\(record) claims \(captured) bytes"))
        }
        guard bytes.count - offset - 16 >= captured else { throw flaw(.cutShort(in: record)) }
        let frame = bytes.frame(offset + 16, count: captured, linkType)
        offset += 16 + captured
        packets += 1
        return Packet(
            number: packets, time: seconds * 1_000_000_000 + ticks * nanosecondsPerTick,
            bytes: frame, wireLength: max(original, captured) + frame.count - captured)
    }

    private var record: String { "packet \(packets + 1)" }

    private func flaw(_ kind: CaptureFlaw.Kind) -> CaptureFlaw {
        CaptureFlaw(kind: kind, packetsBefore: packets)
    }
}
