// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

/// A TCP socket of a test's own, over IPv4; closed when it is let go.
final class SwapSocket: Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// What a call of the kernel was refused with.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let attempt: String
        let number: Int32

        init(_ attempt: String, _ number: Int32 = Glibc.errno) {
            self.attempt = attempt
            self.number = number
        }

        var description: String { "\(attempt): \(KernelError.words(for: number))" }
    }

    /// A listener in the namespace where `worker` lives; port 0 means any.
    static func listening(
        in worker: Worker, port: UInt16 = 0, algorithm: String? = nil
    ) throws -> SwapSocket {
        let socket = try make(in: worker)
        var one: Int32 = 1
        setsockopt(socket.descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        if let algorithm { try socket.choose(algorithm) }
        var address = ipv4(in_addr_t(0), port)
        try check(
            withGeneric(&address) { bind(socket.descriptor, $0, $1) }, "bind to port \(port)")
        try check(listen(socket.descriptor, 512), "listen")
        return socket
    }

    static func connected(
        in worker: Worker, to host: String, port: UInt16, algorithm: String? = nil
    ) throws -> SwapSocket {
        let socket = try make(in: worker)
        if let algorithm { try socket.choose(algorithm) }
        try socket.connect(to: host, port: port)
        return socket
    }

    static func unconnected(in worker: Worker) throws -> SwapSocket { try make(in: worker) }

    func connect(to host: String, port: UInt16) throws {
        var address = SwapSocket.ipv4(inet_addr(host), port)
        try SwapSocket.check(
            SwapSocket.withGeneric(&address) { Glibc.connect(descriptor, $0, $1) },
            "connect to \(host)")
    }

    func accepted() throws -> SwapSocket {
        let descriptor = Glibc.accept(self.descriptor, nil, nil)
        try SwapSocket.check(descriptor, "accept")
        return SwapSocket(descriptor)
    }

    private static func make(in worker: Worker) throws -> SwapSocket {
        let descriptor = worker.run {
            Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
        try check(descriptor, "make a socket")
        let made = SwapSocket(descriptor)
        // Nothing waits for ever: a test that hangs tells nothing.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        return made
    }

    private static func check(_ status: Int32, _ attempt: String) throws {
        if status < 0 { throw Failure(attempt) }
    }

    private static func ipv4(_ address: in_addr_t, _ port: UInt16) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
            sin_addr: in_addr(s_addr: address), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
    }

    private static func withGeneric(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

extension SwapSocket {
    private static let congestion: Int32 = 13  // TCP_CONGESTION
    private static let info: Int32 = 11  // TCP_INFO

    func choose(_ algorithm: String) throws {
        let name = Array(algorithm.utf8)
        try SwapSocket.check(
            setsockopt(descriptor, 6, SwapSocket.congestion, name, socklen_t(name.count)),
            "choose \(algorithm)")
    }

    /// The name of its congestion control.
    func algorithm() throws -> String {
        var name = [UInt8](repeating: 0, count: 16)
        var length = socklen_t(name.count)
        try SwapSocket.check(
            getsockopt(descriptor, 6, SwapSocket.congestion, &name, &length), "ask the algorithm")
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The port at this end.
    func port() throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try SwapSocket.check(
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length)
                }
            }, "ask the port")
        return UInt16(bigEndian: address.sin_port)
    }

    struct Shape: Sendable {
        /// Segments.
        let window: Int
        let threshold: Int
        let rttMicroseconds: Int
        let retransmits: Int
        let bytesAcked: Int
        /// Neither recovering nor in doubt (TCP_CA_Open).
        let isOpen: Bool
    }

    /// From `struct tcp_info`, whose fields do not move.
    func shape() throws -> Shape {
        var bytes = [UInt8](repeating: 0, count: 256)
        var length = socklen_t(bytes.count)
        try SwapSocket.check(
            getsockopt(descriptor, 6, SwapSocket.info, &bytes, &length), "ask for its state")
        func number(_ offset: Int, _ size: Int) -> Int {
            bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        return Shape(
            window: number(80, 4), threshold: number(76, 4), rttMicroseconds: number(68, 4),
            retransmits: number(100, 4), bytesAcked: number(120, 8), isOpen: number(1, 1) == 0)
    }
}

extension SwapSocket {
    /// Writes all of it.
    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(
                    descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Failure("write")
            }
            done += count
        }
    }

    /// Reads up to `size` bytes into nothing; 0 at the end.
    func skip(upTo size: Int, _ buffer: UnsafeMutableRawPointer) throws -> Int {
        while true {
            let count = recv(descriptor, buffer, size, 0)
            if count >= 0 { return count }
            if errno != EINTR { throw Failure("read") }
        }
    }

    /// Reads exactly so many bytes; throws at an early end.
    func read(_ size: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var done = 0
        while done < size {
            let count = try bytes.withUnsafeMutableBytes {
                guard let start = $0.baseAddress else { return 0 }
                return try skip(upTo: size - done, start + done)
            }
            if count == 0 { throw Failure("read to the end", ECONNRESET) }
            done += count
        }
        return bytes
    }

    /// Says that nothing more is written.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes its end a reset: nothing of it stays in the kernel.
    func endAtOnce() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
