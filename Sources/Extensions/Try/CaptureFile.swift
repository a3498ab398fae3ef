// SPDX-License-Identifier: Apache-2.0
import Kernel
import Packets

/// A pcap file that is being written, some packets at a time.
public final class CaptureFile {
    private let descriptor: Descriptor
    private let path: String
    private var writer = CaptureWriter()
    public private(set) var packets = 0

    private static let chunk = 1 << 16

    /// Empties what is there under this path.
    public init(_ path: String) throws(Refusal) {
        let descriptor = try refusing { () throws(KernelError) in try Descriptor.create(path) }
        self.path = path
        self.descriptor = descriptor
    }

    public func add(_ packet: Packet) throws(Refusal) {
        writer.add(packet)
        packets += 1
        if writer.bytes.count >= CaptureFile.chunk { try finish() }
    }

    /// Writes what has not been written yet. To be called at the end.
    public func finish() throws(Refusal) {
        do {
            try descriptor.write(writer.take())
        } catch {
            throw Refusal(KernelError("write \(path)", error.refusal))
        }
    }
}
