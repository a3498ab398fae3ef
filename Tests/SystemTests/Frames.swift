// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// Frames and captures that the trials go over, byte by byte.
enum Frames {
    /// 10.0.0.1:40000 to 10.0.0.2:443.
    static let tcp: [UInt8] =
        ethernet(0x08, 0x00) + [0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
        + [0x9c, 0x40, 0x01, 0xbb, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0]

    /// The same with a header length of 0.
    static let noLength: [UInt8] = {
        var frame = tcp
        frame[14] = 0x40
        return frame
    }()

    static let arp: [UInt8] =
        ethernet(0x08, 0x06) + [0, 1, 8, 0, 6, 4, 0, 1] + [UInt8](repeating: 1, count: 20)

    static func pcap(_ frames: [[UInt8]], magic: UInt32, linkType: UInt32) -> [UInt8] {
        var bytes = number(magic) + [2, 0, 4, 0] + number(0) + number(0) + number(65535)
        bytes += number(linkType)
        for (index, frame) in frames.enumerated() {
            bytes += number(UInt32(index + 1)) + number(500)
            bytes += number(UInt32(frame.count)) + number(UInt32(frame.count)) + frame
        }
        return bytes
    }

    /// A section, an interface that counts nanoseconds, and one packet.
    static func pcapng(_ frame: [UInt8]) -> [UInt8] {
        let size = number(UInt32(frame.count))
        let padding = [UInt8](repeating: 0, count: (4 - frame.count % 4) % 4)
        let ticks: UInt64 = 1_000_000_500
        return block(
            0x0a0d_0d0a, number(0x1a2b_3c4d) + [1, 0, 0, 0] + [UInt8](repeating: 255, count: 8))
            + block(1, [1, 0, 0, 0] + number(0) + [9, 0, 1, 0, 9, 0, 0, 0] + number(0))
            + block(
                6,
                number(0) + number(UInt32(ticks >> 32)) + number(UInt32(ticks & 0xffff_ffff))
                    + size + size + frame + padding)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func block(_ kind: UInt32, _ body: [UInt8]) -> [UInt8] {
        let length = number(UInt32(body.count + 12))
        return number(kind) + length + body + length
    }

    private static func ethernet(_ high: UInt8, _ low: UInt8) -> [UInt8] {
        [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, high, low]
    }

    private static func number(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian, Array.init)
    }
}

extension Workspace {
    /// A capture of these frames: its file's name.
    func capture(
        _ frames: [[UInt8]], magic: UInt32 = 0xa1b2_c3d4, linkType: UInt32 = 1, dropping: Int = 0
    ) throws -> String {
        let bytes = Frames.pcap(frames, magic: magic, linkType: linkType)
        try folder.file("frames.pcap").replace(with: Array(bytes.dropLast(dropping)))
        return "frames.pcap"
    }

    /// What `graft try --json` said of each packet, and of all.
    func tried(_ words: String...) throws -> (packets: [JSON], summary: JSON) {
        let answer = try run([Workspace.graft, "try"] + words + ["--json"])
        let lines = try answer.output.map { try JSON(parsing: $0) }
        guard answer.errors.isEmpty, let summary = lines.last?["summary"] else {
            throw KernelError("try", .said(answer.errors.joined(separator: "\n")))
        }
        return (Array(lines.dropLast()), summary)
    }
}
