// SPDX-License-Identifier: Apache-2.0
import Glibc
@testable import Kernel

/// Sends IPv4 packets as they are given, header and all. Checksum and total length of
/// the outermost header are the kernel's, and it wants 20 bytes of header at least.
final class RawSocket: Sendable {
    private let descriptor: Int32

    init(in namespace: String) throws {
        descriptor = try NetworkNamespace(named: namespace).run { () throws(KernelError) in
            socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_RAW))
        }
        guard descriptor >= 0 else { throw KernelError.last("make a raw socket") }
    }

    deinit { close(descriptor) }

    func send(_ packet: [UInt8], to destination: [UInt8]) throws {
        let to = SocketAddress(destination, port: 0)
        // A full queue is no refusal: it drains by itself.
        for _ in 0..<1000 {
            let sent = to.withPointer { address, length in
                packet.withUnsafeBytes {
                    sendto(descriptor, $0.baseAddress, $0.count, 0, address, length)
                }
            }
            if sent == packet.count { return }
            guard errno == ENOBUFS || errno == EAGAIN else { break }
            Duration.milliseconds(1).pause()
        }
        throw KernelError.last("send a packet of \(packet.count) bytes")
    }
}
