// SPDX-License-Identifier: Apache-2.0
import Glibc
@testable import Kernel

/// Sends datagrams of zeros from one socket; the kernel cuts them into fragments.
final class DatagramSender: Sendable {
    private let descriptor: Int32

    init(in namespace: String, to address: [UInt8], port: UInt16) throws {
        descriptor = try NetworkNamespace(named: namespace).run { () throws(KernelError) in
            let made = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            guard made >= 0 else { throw KernelError.last("make a socket") }
            let status = SocketAddress(address, port: port).withPointer { connect(made, $0, $1) }
            guard status == 0 else { throw KernelError.last("connect to port \(port)") }
            return made
        }
    }

    deinit { close(descriptor) }

    func send(count: Int) throws {
        let bytes = [UInt8](repeating: 0, count: count)
        guard write(descriptor, bytes, count) == count else {
            throw KernelError.last("send \(count) bytes")
        }
    }
}

/// Receives what a namespace takes in: the datagrams of a port, or all packets of a
/// protocol above IP.
final class Intake: Sendable {
    private let descriptor: Int32

    static func datagrams(in namespace: String, at address: [UInt8], port: UInt16) throws -> Intake
    {
        try Intake(in: namespace, Int32(SOCK_DGRAM.rawValue), 0, address, port)
    }

    /// Each with its IP header.
    static func packets(
        in namespace: String, at address: [UInt8], protocol number: Int32
    ) throws -> Intake {
        try Intake(in: namespace, Int32(SOCK_RAW.rawValue), number, address, 0)
    }

    private init(
        in namespace: String, _ type: Int32, _ number: Int32, _ address: [UInt8], _ port: UInt16
    ) throws {
        descriptor = try NetworkNamespace(named: namespace).run { () throws(KernelError) in
            let made = socket(AF_INET, type | Int32(SOCK_NONBLOCK.rawValue), number)
            guard made >= 0 else { throw KernelError.last("make a socket") }
            var room: Int32 = 32 << 20
            let status =
                SocketAddress(address, port: port).withPointer { bind(made, $0, $1) }
                | setsockopt(
                    made, SOL_SOCKET, SO_RCVBUFFORCE, &room,
                    socklen_t(MemoryLayout<Int32>.size))
            guard status == 0 else { throw KernelError.last("listen in \(namespace)") }
            return made
        }
    }

    deinit { close(descriptor) }

    /// Takes what has come: until `expected` are here, or none has come for a second.
    func take(expected: Int) -> [[UInt8]] {
        var taken: [[UInt8]] = []
        var idle = 0
        while taken.count < expected, idle < 200 {
            var buffer = [UInt8](repeating: 0, count: 128)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count >= 0 {
                taken.append(Array(buffer[..<count]))
                idle = 0
            } else {
                idle += 1
                Duration.milliseconds(5).pause()
            }
        }
        return taken
    }
}
