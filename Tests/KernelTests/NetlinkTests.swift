// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("A netlink message")
struct NetlinkMessageTests {
    @Test("is its header, its content and its attributes, filled up to four bytes")
    func layout() {
        var message = NetlinkMessage(type: 16, flags: 4)
        message.attribute(3, text: "lo")
        message.nest(18) { $0.attribute(1, "veth".utf8) }
        let expected: [UInt8] = [
            36, 0, 0, 0, 16, 0, 5, 0, 9, 0, 0, 0, 0, 0, 0, 0,
            7, 0, 3, 0, 0x6c, 0x6f, 0, 0,
            12, 0, 18, 0, 8, 0, 1, 0, 0x76, 0x65, 0x74, 0x68,
        ]
        #expect(message.finished(sequence: 9) == expected)
    }

    @Test("attributes are walked as far as they fit")
    func walk() {
        let bytes: [UInt8] = [5, 0, 1, 0x80, 42, 0, 0, 0, 4, 0, 2, 0, 99, 0, 3, 0]
        var seen: [UInt16: [UInt8]] = [:]
        bytes.withUnsafeBytes { bytes in
            eachNetlinkAttribute(in: bytes) { seen[$0] = Array($1) }
        }
        #expect(seen == [1: [42], 2: []])
    }

    @Test("for sockets asks for states, ports and extensions where the kernel looks for them")
    func request() {
        var selection = SocketDiagnostics.Selection(states: [.established, .listen])
        selection.localPort = 0x1234
        let bytes = selection.request(for: .v6).finished(sequence: 1)
        #expect(bytes.count == 16 + 56)
        #expect(bytes[16..<28] == [10, 6, 0b1010, 0, 0x02, 0x04, 0, 0, 0x12, 0x34, 0, 0])
        #expect(bytes.suffix(8) == [255, 255, 255, 255, 255, 255, 255, 255])
    }
}

@Suite("A TCP socket of a dump")
struct TCPSocketTests {
    /// A message as the kernel of an IPv4 connection writes it, with these attributes.
    private func message(_ attributes: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [2, 1, 0, 0, 0x1f, 0x90, 0xc0, 0x00]
        bytes += [10, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
        bytes += [10, 0, 0, 2] + [UInt8](repeating: 0, count: 12)
        bytes += [3, 0, 0, 0] + [1, 0, 0, 0, 2, 0, 0, 0] + [0, 0, 0, 0]
        bytes += [5, 0, 0, 0] + [6, 0, 0, 0] + [0xe8, 3, 0, 0] + [9, 0, 0, 0]
        return bytes + attributes
    }

    @Test("is read from the kernel's bytes")
    func fields() throws {
        let name: [UInt8] = [10, 0, 4, 0, 0x63, 0x75, 0x62, 0x69, 0x63, 0, 0, 0]
        let socket = try #require(message(name).withUnsafeBytes { TCPSocket($0) })
        #expect(socket.family == .v4)
        #expect(socket.state == .established)
        #expect("\(socket.local) \(socket.remote)" == "10.0.0.1:8080 10.0.0.2:49152")
        #expect(socket.interface == 3)
        #expect(socket.cookie == 0x2_0000_0001)
        #expect(socket.receiveQueue == 5)
        #expect(socket.sendQueue == 6)
        #expect(socket.uid == 1000)
        #expect(socket.inode == 9)
        #expect(socket.congestionControl == "cubic")
        #expect(socket.info == nil)
    }

    @Test("that is cut short is none")
    func short() {
        let bytes = Array(message().dropLast())
        #expect(bytes.withUnsafeBytes { TCPSocket($0) } == nil)
    }

    @Test("has newer facts only as far as the kernel gave them")
    func lengths() throws {
        var bytes = [UInt8](repeating: 0, count: 248)
        bytes[80] = 10  // cwnd
        bytes[200] = 77  // bytes sent
        bytes[240] = 2  // retransmission timeouts
        let whole = try #require(bytes.withUnsafeBytes { TCPInfo($0) })
        #expect(whole.cwnd == 10)
        #expect(whole.bytesSent == 77)
        #expect(whole.totalRTOs == 2)
        #expect(whole.receivedCE == nil)
        let older = try #require(bytes.prefix(232).withUnsafeBytes { TCPInfo($0) })
        #expect(older.cwnd == 10)
        #expect(older.receiveWindow == nil)
        #expect(bytes.prefix(231).withUnsafeBytes { TCPInfo($0) } == nil)
    }
}

@Suite("An IP address")
struct IPAddressTests {
    @Test(
        "is written as it is read",
        arguments: [
            "10.0.0.1", "255.255.255.255", "::1", "fd00::1", "::", "2001:db8::ff00:42:8329",
        ])
    func roundTrip(text: String) {
        #expect(IPAddress(text).map { "\($0)" } == text)
    }

    @Test("of IPv4 equals its form in IPv6")
    func mapped() {
        #expect(IPAddress("::ffff:10.0.0.1") == IPAddress("10.0.0.1"))
        #expect(IPAddress("10.0.0.1")?.bytes == [10, 0, 0, 1])
        #expect(IPAddress("10.0.0.1") == IPAddress(v4: 0x0a00_0001))
    }

    @Test("is not read from other text")
    func refused() {
        #expect(IPAddress("10.0.0") == nil)
        #expect(IPAddress("host") == nil)
    }

    @Test("of IPv6 stands in brackets before a port")
    func endpoint() throws {
        let address = try #require(IPAddress("fd00::1"))
        #expect("\(Endpoint(address, port: 80))" == "[fd00::1]:80")
    }
}
