// SPDX-License-Identifier: Apache-2.0
import Kernel
import Packets

/// Where the packets of a trial come from. It can be gone through more than once.
public enum PacketSource: Sendable {
    case capture(Bytes, path: String)
    case evil(EvilPackets)

    /// The capture in this file, which is mapped, not read.
    public static func capture(file path: String) throws(Refusal) -> PacketSource {
        let bytes = try refusing { () throws(KernelError) in try Bytes(file: path) }
        return .capture(bytes, path: path)
    }

    /// Hands over one packet after another. Those before a flaw of the capture
    /// have been handed over when it is told.
    func forEach(_ body: (Packet) throws(Refusal) -> Void) throws(Refusal) {
        switch self {
        case .evil(let packets):
            for packet in packets { try body(packet) }
        case .capture(let bytes, let path):
            try PacketSource.read(bytes, path, body)
        }
    }

    /// So much of a mapped capture is in memory at the most.
    private static let held = 8 << 20

    private static func read(
        _ bytes: Bytes, _ path: String, _ body: (Packet) throws(Refusal) -> Void
    ) throws(Refusal) {
        var reader = try reading(path) { () throws(CaptureFlaw) in try CaptureReader(bytes.raw) }
        var released = 0
        while true {
            let packet = try reading(path) { () throws(CaptureFlaw) in try reader.next() }
            guard let packet else { return }
            try body(packet)
            if reader.bytesRead - released > held {
                released = reader.bytesRead
                bytes.release(before: released)
            }
        }
    }

    private static func reading<Value>(
        _ path: String, _ body: () throws(CaptureFlaw) -> Value
    ) throws(Refusal) -> Value {
        do {
            return try body()
        } catch {
            throw Refusal("read \(path)", .said("\(error)"), hint: error.hint)
        }
    }
}
