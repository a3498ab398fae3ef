// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("Socket diagnostics", NeedsRoot.trait, .serialized)
struct SocketDiagnosticsTests {
    @Test("show both ends of a connection, and the listener")
    func ends() throws {
        let loopback = try Loopback(connections: 1)
        var diagnostics = try SocketDiagnostics(in: loopback.namespace)
        let dump = try diagnostics.tcp()
        #expect(dump.sockets.count == 3)
        #expect(!dump.wasInterrupted)
        let listener = try #require(dump.sockets.first { $0.state == .listen })
        #expect("\(listener.local)" == "127.0.0.1:\(loopback.port)")
        let client = try #require(dump.sockets.first { $0.remote.port == loopback.port })
        let server = try #require(
            dump.sockets.first { $0.local.port == loopback.port && $0.state == .established })
        #expect(client.local == server.remote)
        #expect(client.uid == 0)
        var found = stat()
        #expect(fstat(loopback.clients[0], &found) == 0)
        #expect(UInt64(client.inode) == UInt64(found.st_ino))
        let name = try Sysctl.congestionControl.read(in: loopback.namespace)
        #expect(client.congestionControl == name)
    }

    @Test("say what the socket itself says of its connection")
    func info() throws {
        let loopback = try Loopback(connections: 1)
        let bytes = [UInt8](repeating: 1, count: 5000)
        #expect(send(loopback.clients[0], bytes, bytes.count, 0) == 5000)
        var received = [UInt8](repeating: 0, count: 5000)
        #expect(recv(loopback.servers[0], &received, 5000, Int32(MSG_WAITALL)) == 5000)
        var diagnostics = try SocketDiagnostics(in: loopback.namespace)
        var selection = SocketDiagnostics.Selection(states: [.established])
        selection.remotePort = loopback.port
        selection.withMemory = true
        let sockets = try diagnostics.tcp(selection).sockets
        #expect(sockets.count == 1)
        let info = try #require(sockets[0].info)
        let own = try #require(tcpInfo(of: loopback.clients[0]))
        #expect(info.bytesSent == 5000)
        #expect(info.bytesAcked == own.bytesAcked)
        #expect(info.cwnd == own.cwnd)
        #expect(info.cwnd >= 1)
        #expect(info.ssthresh == own.ssthresh)
        #expect(info.rttMicroseconds == own.rttMicroseconds)
        #expect(info.segsOut == own.segsOut)
        #expect(info.pacingRate == own.pacingRate)
        #expect(info.sendWindow == own.sendWindow)
        #expect(info.receiveWindow == own.receiveWindow)
        #expect(sockets[0].memory?.drops == 0)
    }

    @Test("show those of their own namespace only")
    func elsewhere() throws {
        let loopback = try Loopback(connections: 1)
        let other = try NetworkNamespace.unnamed()
        var diagnostics = try SocketDiagnostics(in: other)
        #expect(try diagnostics.tcp().sockets == [])
        var there = try SocketDiagnostics(in: loopback.namespace)
        #expect(try there.tcp().sockets.count == 3)
    }

    @Test("show each of 4,000 sockets once, and can be asked again")
    func many() throws {
        let loopback = try Loopback(connections: 2000)
        var diagnostics = try SocketDiagnostics(in: loopback.namespace)
        let selection = SocketDiagnostics.Selection(states: [.established])
        for _ in 0..<3 {
            let start = Instant.now
            let sockets = try diagnostics.tcp(selection).sockets
            print("\(sockets.count) sockets in \(Instant.now.since(start))")
            #expect(Set(sockets.map(\.cookie)).count == 4000)
            #expect(sockets.count == 4000)
        }
    }

    private func tcpInfo(of socket: Int32) -> TCPInfo? {
        var bytes = [UInt8](repeating: 0, count: 512)
        var length = socklen_t(bytes.count)
        guard getsockopt(socket, Int32(IPPROTO_TCP), 11, &bytes, &length) == 0 else { return nil }
        return bytes.prefix(Int(length)).withUnsafeBytes { TCPInfo($0) }
    }
}

@Suite("Network devices", NeedsRoot.trait, .serialized)
struct NetworkDevicesTests {
    @Test("join two namespaces, and end with one of them")
    func pair() throws {
        let left = try NetworkNamespace.unnamed()
        let right = try NetworkNamespace.unnamed()
        var leftDevices = try NetworkDevices(in: left)
        var rightDevices = try NetworkDevices(in: right)
        try leftDevices.createPair("left0", "right0", in: right)
        try leftDevices.setMTU(1400, of: "left0")
        for (a, b, prefix) in [("10.9.0.1", "10.9.0.2", 24), ("fd09::1", "fd09::2", 64)] {
            let one = try #require(IPAddress(a))
            let other = try #require(IPAddress(b))
            try leftDevices.add(one, prefix: UInt8(prefix), to: "left0")
            try rightDevices.add(other, prefix: UInt8(prefix), to: "right0")
        }
        try leftDevices.setUp("left0")
        try rightDevices.setUp("right0")
        try rightDevices.addDefaultRoute(by: IPAddress(v4: 0x0a09_0001))
        let gateway = try right.run { () throws(KernelError) in
            try File("/proc/thread-self/net/route").text()
        }
        #expect(gateway.contains("right0\t00000000\t0100090A"))
        let mtu = try left.run { () throws(KernelError) in
            try File("/proc/thread-self/net/dev").text()
        }
        #expect(mtu.contains("left0:"))
        try leftDevices.delete("left0")
        #expect(throws: KernelError("find the device right0", .errno(ENODEV))) {
            try rightDevices.index(of: "right0")
        }
    }

    @Test("that exist are refused a second time, and missing ones are missed")
    func refused() throws {
        let namespace = try NetworkNamespace.unnamed()
        var devices = try NetworkDevices(in: namespace)
        try devices.createPair("a0", "b0", in: namespace)
        #expect(throws: KernelError("make the devices a0 and c0", .errno(EEXIST))) {
            try devices.createPair("a0", "c0", in: namespace)
        }
        #expect(throws: KernelError("delete the device z0", .errno(ENODEV))) {
            try devices.delete("z0")
        }
    }
}
