// SPDX-License-Identifier: Apache-2.0
import Glibc

@testable import Kernel

/// Connections over the loopback device of a namespace of their own.
///
/// Unchecked, because it is filled by its one maker, on a thread of the namespace.
final class Loopback: @unchecked Sendable {
    let namespace: NetworkNamespace
    private(set) var port: UInt16 = 0
    private(set) var clients: [Int32] = []
    private(set) var servers: [Int32] = []
    private var listener: Int32 = -1

    init(connections: Int) throws(KernelError) {
        let namespace = try NetworkNamespace.unnamed()
        self.namespace = namespace
        var devices = try NetworkDevices(in: self.namespace)
        try devices.setUp("lo")
        try self.namespace.run { () throws(KernelError) in
            try listen()
            for _ in 0..<connections { try connect() }
        }
    }

    deinit {
        for descriptor in clients + servers + [listener] { close(descriptor) }
    }

    private func listen() throws(KernelError) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) | Glibc.listen(listener, 4096)
                    | getsockname(listener, address, &length)
            }
        }
        guard status == 0 else { throw KernelError.last("listen") }
        port = UInt16(bigEndian: address.sin_port)
    }

    private func connect() throws(KernelError) {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard client >= 0 else { throw KernelError.last("make a socket") }
        clients.append(client)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.connect(client, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw KernelError.last("connect") }
        let server = accept(listener, nil, nil)
        guard server >= 0 else { throw KernelError.last("accept") }
        servers.append(server)
    }
}
