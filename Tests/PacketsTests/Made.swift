// SPDX-License-Identifier: Apache-2.0
@testable import Packets

/// Captures and packets that tests make, byte by byte.
enum Made {
    /// A pcap of these frames, a second and 250 ticks apart.
    static func pcap(
        _ frames: [[UInt8]], magic: UInt32 = 0xa1b2_c3d4, bigEndian: Bool = false,
        linkType: UInt32 = 1
    ) -> [UInt8] {
        let order = Order(bigEndian: bigEndian)
        var bytes = order.four(magic) + order.two(2) + order.two(4)
        bytes += order.four(0) + order.four(0) + order.four(65535) + order.four(linkType)
        for (index, frame) in frames.enumerated() {
            bytes += order.four(UInt32(index + 1)) + order.four(250 * UInt32(index + 1))
            bytes += order.four(UInt32(frame.count)) + order.four(UInt32(frame.count)) + frame
        }
        return bytes
    }

    struct Order {
        let bigEndian: Bool

        func two(_ number: UInt16) -> [UInt8] {
            let bytes = [UInt8(number >> 8), UInt8(number & 0xff)]
            return bigEndian ? bytes : bytes.reversed()
        }

        func four(_ number: UInt32) -> [UInt8] {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
            return bigEndian ? bytes : bytes.reversed()
        }

        func block(_ kind: UInt32, _ body: [UInt8]) -> [UInt8] {
            let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
            let length = four(UInt32(padded.count + 12))
            return four(kind) + length + padded + length
        }

        var section: [UInt8] {
            block(
                0x0a0d_0d0a, four(0x1a2b_3c4d) + two(1) + two(0) + [UInt8](repeating: 255, count: 8)
            )
        }

        func interface(
            linkType: UInt16 = 1, snapLength: UInt32 = 0, resolution: UInt8? = nil
        ) -> [UInt8] {
            var body = two(linkType) + two(0) + four(snapLength)
            if let resolution { body += two(9) + two(1) + [resolution, 0, 0, 0] + four(0) }
            return block(1, body)
        }

        func packet(_ frame: [UInt8], interface: UInt32 = 0, ticks: UInt64 = 0) -> [UInt8] {
            let size = four(UInt32(frame.count))
            let head =
                four(interface) + four(UInt32(ticks >> 32)) + four(UInt32(ticks & 0xffff_ffff))
            return block(6, head + size + size + frame)
        }

        func simple(_ frame: [UInt8], wireLength: Int) -> [UInt8] {
            block(3, four(UInt32(wireLength)) + frame)
        }
    }

    static let tcp = HeaderPiece.frame([.ipv4(), .tcp()])
    static let udp6 = HeaderPiece.frame([.ipv6, .udp])
}

/// What could be read, and why it ended there.
struct Read: Equatable {
    var packets: [Packet] = []
    var flaw: CaptureFlaw?

    init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            do throws(CaptureFlaw) {
                var reader = try CaptureReader(bytes)
                while let packet = try reader.next() { packets.append(packet) }
            } catch {
                flaw = error
            }
        }
    }
}
