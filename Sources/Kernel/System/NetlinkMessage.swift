// SPDX-License-Identifier: Apache-2.0
/// A netlink message to the kernel, as it is put together.
struct NetlinkMessage {
    private(set) var bytes: [UInt8] = []

    enum Flag {
        static let request: UInt16 = 0x1
        static let acknowledge: UInt16 = 0x4
        static let dump: UInt16 = 0x300
        static let exclusive: UInt16 = 0x200
        static let create: UInt16 = 0x400
    }

    static let headerLength = 16

    init(type: UInt16, flags: UInt16) {
        bytes.reserveCapacity(256)
        add(UInt32(0))  // The length, which `finished` fills in.
        add(type)
        add(flags | Flag.request)
        add(UInt32(0))  // The sequence number, likewise.
        add(UInt32(0))  // The kernel's port, or the kernel.
    }

    mutating func add<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    /// A number in the network's order: ports.
    mutating func addBig<Number: FixedWidthInteger>(_ number: Number) {
        add(number.bigEndian)
    }

    mutating func addZeros(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    mutating func attribute(_ type: UInt16, _ content: some Sequence<UInt8>) {
        nest(type) { $0.bytes.append(contentsOf: content) }
    }

    /// A text attribute, which ends with a zero byte.
    mutating func attribute(_ type: UInt16, text: String) {
        attribute(type, Array(text.utf8) + [0])
    }

    mutating func attribute(_ type: UInt16, number: UInt32) {
        nest(type) { $0.add(number) }
    }

    /// An attribute whose content `body` adds.
    mutating func nest(_ type: UInt16, _ body: (inout NetlinkMessage) -> Void) {
        let start = bytes.count
        add(UInt16(0))
        add(type)
        body(&self)
        put(UInt16(bytes.count - start), at: start)
        addZeros((4 - bytes.count % 4) % 4)
    }

    /// The bytes to send.
    consuming func finished(sequence: UInt32) -> [UInt8] {
        put(UInt32(bytes.count), at: 0)
        put(sequence, at: 8)
        return bytes
    }

    /// Gives a request that is sent again another number.
    static func renumber(_ request: inout [UInt8], _ sequence: UInt32) {
        withUnsafeBytes(of: sequence) { request.replaceSubrange(8..<12, with: $0) }
    }

    private mutating func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
        withUnsafeBytes(of: number) { number in
            bytes.replaceSubrange(offset..<offset + number.count, with: number)
        }
    }
}

/// Walks the attributes in `bytes`; what does not fit ends the walk.
@inline(__always)
func eachNetlinkAttribute(
    in bytes: UnsafeRawBufferPointer, _ body: (UInt16, UnsafeRawBufferPointer) -> Void
) {
    var offset = 0
    while offset + 4 <= bytes.count {
        let length = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        let type = bytes.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self)
        guard length >= 4, offset + length <= bytes.count else { return }
        // The two highest bits are flags.
        body(type & 0x3fff, UnsafeRawBufferPointer(rebasing: bytes[offset + 4..<offset + length]))
        offset += (length + 3) & ~3
    }
}
