// SPDX-License-Identifier: Apache-2.0
import Glibc

/// One TCP connection over loopback, in the network namespace of the calling thread, for as
/// long as it takes to send something through it.
public struct LoopbackStream: Equatable, Sendable {
    public let received: Int
    public let time: Duration
    /// The congestion control that the kernel says the sender had at the end.
    public let algorithm: String

    /// Sends `count` bytes with both ends under a congestion control, and reads them there.
    public static func send(
        _ count: Int, under algorithm: String, limit: Duration
    ) throws(KernelError) -> LoopbackStream {
        let attempt = "send \(count) bytes under \(algorithm)"
        let listener = try socket(attempt)
        // A sender that needs ECN marks its SYN so, and is given it only by a listener that
        // needs it too, whatever `tcp_ecn` says.
        try choose(algorithm, for: listener, attempt)
        let port = try listen(listener, attempt)
        let sender = try socket(attempt)
        try choose(algorithm, for: sender, attempt)
        try connect(sender, to: port, attempt)
        let accepted = accept(listener.raw, nil, nil)
        guard accepted >= 0 else { throw KernelError.last(attempt) }
        let receiver = Descriptor(owning: accepted)
        try sender.makeNonblocking()
        try receiver.makeNonblocking()
        let began = Instant.now
        let received = try move(count, sender, receiver, limit, attempt)
        return LoopbackStream(
            received: received, time: Instant.now.since(began),
            algorithm: try LoopbackStream.algorithm(of: sender, attempt))
    }

    private static func move(
        _ count: Int, _ sender: borrowing Descriptor, _ receiver: borrowing Descriptor,
        _ limit: Duration, _ attempt: String
    ) throws(KernelError) -> Int {
        let deadline = Deadline(limit)
        let chunk = [UInt8](repeating: 0x67, count: 1 << 16)
        var left = count
        var received = 0
        while received < count {
            if deadline.hasPassed {
                throw KernelError(attempt, .said("only \(received) arrived within \(limit)"))
            }
            let sent = left > 0 ? sender.writeOnce(chunk[..<min(left, chunk.count)]) : 0
            try check(sent, attempt)
            left -= max(sent, 0)
            var bytes: [UInt8] = []
            let got = receiver.readOnce(into: &bytes)
            try check(got, attempt)
            received += max(got, 0)
            guard sent <= 0, got <= 0 else { continue }
            var watched = [
                pollfd(fd: receiver.raw, events: Int16(POLLIN), revents: 0),
                pollfd(fd: left > 0 ? sender.raw : -1, events: Int16(POLLOUT), revents: 0),
            ]
            guard retrying({ poll(&watched, 2, deadline.milliseconds) }) >= 0 else {
                throw KernelError.last(attempt)
            }
        }
        return received
    }

    /// Nothing to move now is no failure.
    private static func check(_ count: Int, _ attempt: String) throws(KernelError) {
        guard count < 0 else { return }
        let refusal = KernelError.last(attempt)
        guard refusal.isErrno(EAGAIN) else { throw refusal }
    }

    private static func socket(_ attempt: String) throws(KernelError) -> Descriptor {
        let raw = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw KernelError.last(attempt) }
        return Descriptor(owning: raw)
    }

    private static func listen(
        _ listener: borrowing Descriptor, _ attempt: String
    ) throws(KernelError) -> UInt16 {
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let raw = listener.raw
        let status = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(raw, address, length) | Glibc.listen(raw, 1)
                    | getsockname(raw, address, &length)
            }
        }
        guard status == 0 else { throw KernelError.last(attempt) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func connect(
        _ sender: borrowing Descriptor, to port: UInt16, _ attempt: String
    ) throws(KernelError) {
        let address = loopback(port: port)
        let raw = sender.raw
        let status = withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.connect(raw, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw KernelError.last(attempt) }
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    private static func choose(
        _ algorithm: String, for end: borrowing Descriptor, _ attempt: String
    ) throws(KernelError) {
        let name = Array(algorithm.utf8)
        let status = setsockopt(
            end.raw, Int32(IPPROTO_TCP), TCP_CONGESTION, name, socklen_t(name.count))
        guard status == 0 else { throw KernelError.last(attempt) }
    }

    private static func algorithm(
        of sender: borrowing Descriptor, _ attempt: String
    ) throws(KernelError) -> String {
        var name = [UInt8](repeating: 0, count: 32)
        var length = socklen_t(name.count)
        guard getsockopt(sender.raw, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, &length) == 0
        else { throw KernelError.last(attempt) }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }
}
