// SPDX-License-Identifier: Apache-2.0

/// pcapng: sections of blocks; some blocks describe interfaces, some hold packets.
struct PcapngFormat: CaptureFormat {
    private var swapped = false
    /// Those of the section, by number.
    private var interfaces: [CaptureInterface] = []
    private(set) var offset = 0
    /// Where the block begins that is being read.
    private var start = 0
    private var packets = 0

    private enum Kind {
        static let section: UInt32 = 0x0a0d_0d0a
        static let interface: UInt32 = 1
        static let oldPacket: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let packet: UInt32 = 6
    }

    /// Nil where the file begins otherwise.
    init?(_ bytes: CaptureBytes) {
        // This number reads the same in both byte orders.
        guard bytes.count >= 4, bytes.number(UInt32.self, 0, swapped: false) == Kind.section
        else { return nil }
    }

    mutating func next(_ bytes: CaptureBytes) throws(CaptureFlaw) -> Packet? {
        while offset < bytes.count {
            start = offset
            guard bytes.count - start >= 12 else { throw flaw(.cutShort(in: place)) }
            let kind = bytes.number(UInt32.self, start, swapped: swapped)
            if kind == Kind.section { try beginSection(bytes) }
            let length = Int(bytes.number(UInt32.self, start + 4, swapped: swapped))
            guard length >= 12, length % 4 == 0, length <= 1 << 24 else {
                throw flaw(.absurd("\(place) claims \(length) bytes"))
            }
            guard bytes.count - start >= length else { throw flaw(.cutShort(in: place)) }
            offset += length
            let body = start + 8..<start + length - 4
            if let packet = try read(kind, body, bytes) { return packet }
        }
        return nil
    }

    /// A section may be in another byte order than the one before it.
    private mutating func beginSection(_ bytes: CaptureBytes) throws(CaptureFlaw) {
        switch bytes.number(UInt32.self, offset + 8, swapped: false) {
        case 0x1a2b_3c4d: swapped = false
        case 0x4d3c_2b1a: swapped = true
        default: throw flaw(.absurd("\(place) has no byte order"))
        }
        interfaces = []
    }

    private mutating func read(
        _ kind: UInt32, _ body: Range<Int>, _ bytes: CaptureBytes
    ) throws(CaptureFlaw) -> Packet? {
        switch kind {
        case Kind.interface:
            guard let interface = CaptureInterface(body, bytes, swapped: swapped) else {
                throw flaw(.absurd("the description of interface \(interfaces.count) is too short"))
            }
            interfaces.append(interface)
            return nil
        case Kind.packet, Kind.oldPacket: return try readPacket(kind, body, bytes)
        case Kind.simplePacket: return try readSimple(body, bytes)
        default: return nil
        }
    }

    private mutating func readPacket(
        _ kind: UInt32, _ body: Range<Int>, _ bytes: CaptureBytes
    ) throws(CaptureFlaw) -> Packet? {
        guard body.count >= 20 else { throw flaw(.absurd("\(place) is shorter than its header")) }
        let at = body.lowerBound
        let index =
            kind == Kind.oldPacket
            ? Int(bytes.number(UInt16.self, at, swapped: swapped))
            : Int(bytes.number(UInt32.self, at, swapped: swapped))
        let interface = try interface(index)
        let ticks =
            UInt64(bytes.number(UInt32.self, at + 4, swapped: swapped)) << 32
            | UInt64(bytes.number(UInt32.self, at + 8, swapped: swapped))
        return try packet(
            Int(bytes.number(UInt32.self, at + 12, swapped: swapped)),
            of: Int(bytes.number(UInt32.self, at + 16, swapped: swapped)),
            at + 20..<body.upperBound, interface, time: interface.time(ticks), bytes)
    }

    /// Without a time, and of the first interface.
    private mutating func readSimple(
        _ body: Range<Int>, _ bytes: CaptureBytes
    ) throws(CaptureFlaw) -> Packet? {
        guard body.count >= 4 else { throw flaw(.absurd("\(place) is shorter than its header")) }
        let original = Int(bytes.number(UInt32.self, body.lowerBound, swapped: swapped))
        let interface = try interface(0)
        let limit = interface.snapLength == 0 ? original : min(original, interface.snapLength)
        return try packet(
            limit, of: original, body.lowerBound + 4..<body.upperBound, interface, time: nil, bytes)
    }

    private mutating func packet(
        _ captured: Int, of original: Int, _ room: Range<Int>, _ interface: CaptureInterface,
        time: Int64?, _ bytes: CaptureBytes
    ) throws(CaptureFlaw) -> Packet {
        guard captured <= CaptureBytes.largestPacket, captured <= room.count else {
            throw flaw(
                .absurd("\(place) claims \(captured) bytes, and its block has \(room.count)"))
        }
        let frame = bytes.frame(room.lowerBound, count: captured, interface.linkType)
        packets += 1
        return Packet(
            number: packets, time: time, bytes: frame,
            wireLength: max(original, captured) + frame.count - captured)
    }

    private func interface(_ index: Int) throws(CaptureFlaw) -> CaptureInterface {
        guard index < interfaces.count else {
            throw flaw(.absurd("\(place) came in by interface \(index), which is not described"))
        }
        guard interfaces[index].linkType.canBeRead else {
            throw flaw(.linkType(interfaces[index].linkType))
        }
        return interfaces[index]
    }

    private var place: String {
        packets == 0 ? "the block at byte \(start)" : "the block behind packet \(packets)"
    }

    private func flaw(_ kind: CaptureFlaw.Kind) -> CaptureFlaw {
        CaptureFlaw(kind: kind, packetsBefore: packets)
    }
}
