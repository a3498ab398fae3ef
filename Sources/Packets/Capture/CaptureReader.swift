// SPDX-License-Identifier: Apache-2.0

/// Reads the packets of a capture, pcap or pcapng, one after another.
///
/// It reads where the bytes lie and keeps nothing, so that a capture of any
/// size takes the memory of one packet. The bytes must outlive it.
public struct CaptureReader {
    private var format: any CaptureFormat
    private let bytes: CaptureBytes

    public init(_ bytes: UnsafeRawBufferPointer) throws(CaptureFlaw) {
        self.bytes = CaptureBytes(raw: bytes)
        if let format = try PcapFormat(self.bytes) {
            self.format = format
        } else if let format = PcapngFormat(self.bytes) {
            self.format = format
        } else {
            throw CaptureFlaw(
                kind: .notACapture(seeming: CaptureReader.seeming(bytes)), packetsBefore: 0)
        }
    }

    /// The next packet; nil at the end. After a flaw there is no next one.
    public mutating func next() throws(CaptureFlaw) -> Packet? {
        try format.next(bytes)
    }

    /// How many bytes have been read, and will not be looked at again.
    public var bytesRead: Int { format.offset }

    private static func seeming(_ bytes: UnsafeRawBufferPointer) -> String? {
        if bytes.isEmpty { return "empty" }
        let known: [([UInt8], String)] = [
            ([0x1f, 0x8b], "packed with gzip"), ([0x28, 0xb5, 0x2f, 0xfd], "packed with zstd"),
            ([0xfd, 0x37, 0x7a, 0x58], "packed with xz"),
            ([0x7f, 0x45, 0x4c, 0x46], "an ELF file"),
            ([0x34, 0xcd, 0xb2, 0xa1], "pcap as patched kernels of the nineties wrote it"),
            ([0x73, 0x6e, 0x6f, 0x6f, 0x70], "a snoop capture"),
        ]
        return known.first { bytes.starts(with: $0.0) }?.1
    }
}

/// One of the two formats, and how far it has been read.
protocol CaptureFormat {
    /// Where the next packet or block begins.
    var offset: Int { get }

    mutating func next(_ bytes: CaptureBytes) throws(CaptureFlaw) -> Packet?
}

/// The bytes of a capture, read in its writer's byte order.
struct CaptureBytes {
    let raw: UnsafeRawBufferPointer

    /// More than this was in no frame: the largest that tcpdump and Wireshark accept.
    static let largestPacket = 262_144

    var count: Int { raw.count }

    /// The number at `offset`, which must lie inside.
    func number<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, _ offset: Int, swapped: Bool
    ) -> T {
        let value = raw.loadUnaligned(fromByteOffset: offset, as: type)
        return swapped ? value.byteSwapped : value
    }

    /// The frame there, as if it had come over an Ethernet.
    func frame(_ offset: Int, count: Int, _ linkType: LinkType) -> [UInt8] {
        let bytes = raw[offset..<offset + count]
        guard linkType.isRawIP else { return Array(bytes) }
        let isVersion6 = (bytes.first ?? 0x40) >> 4 == 6
        var frame = [UInt8](repeating: 0, count: 12)
        frame += isVersion6 ? [0x86, 0xdd] : [0x08, 0x00]
        return frame + bytes
    }
}
