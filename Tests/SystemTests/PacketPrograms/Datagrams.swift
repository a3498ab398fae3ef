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

/// Receives datagrams, and tells how many there were.
final class DatagramCounter: Sendable {
    private let descriptor: Int32

    init(in namespace: String, at address: [UInt8], port: UInt16) throws {
        descriptor = try NetworkNamespace(named: namespace).run { () throws(KernelError) in
            let made = socket(
                AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            guard made >= 0 else { throw KernelError.last("make a socket") }
            var room: Int32 = 4 << 20
            // Beyond the limit of the machine; losing a datagram for want of it would be a failure.
            setsockopt(
                made, SOL_SOCKET, SO_RCVBUFFORCE, &room, socklen_t(MemoryLayout<Int32>.size))
            let status = SocketAddress(address, port: port).withPointer { bind(made, $0, $1) }
            guard status == 0 else { throw KernelError.last("bind to port \(port)") }
            return made
        }
    }

    deinit { close(descriptor) }

    /// Takes what has come: until `expected` are here, or none has come for a while.
    func take(expected: Int) -> Int {
        var taken = 0
        var idle = 0
        var byte: UInt8 = 0
        while idle < 200 {
            if recv(descriptor, &byte, 1, 0) > 0 {
                (taken, idle) = (taken + 1, 0)
            } else {
                if taken >= expected { break }
                idle += 1
                Duration.milliseconds(5).pause()
            }
        }
        return taken
    }
}
