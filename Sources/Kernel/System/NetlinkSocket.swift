// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A conversation with the kernel, in one network namespace for all its life.
struct NetlinkSocket: ~Copyable, Sendable {
    private let descriptor: Descriptor
    private var sequence: UInt32 = 0
    /// For answers. Kept, because who samples asks a hundred times a second.
    private let room = NetlinkRoom(byteCount: roomForAnswers)

    enum Family: Int32 {
        case route = 0
        case socketDiagnostics = 4
    }

    private enum Kind {
        static let error: UInt16 = 2
        static let done: UInt16 = 3
    }

    /// The kernel's dumps come in pieces of 32 KiB at most.
    private static let roomForAnswers = 1 << 16

    /// Opens one in the calling thread's namespace.
    init(_ family: Family) throws(KernelError) {
        self.init(over: try NetlinkSocket.open(family))
    }

    init(_ family: Family, in namespace: borrowing NetworkNamespace) throws(KernelError) {
        let descriptor = try namespace.run { () throws(KernelError) in
            try NetlinkSocket.open(family)
        }
        self.init(over: descriptor)
    }

    private init(over descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    private static func open(_ family: Family) throws(KernelError) -> Descriptor {
        let netlink: Int32 = 16
        let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
        let raw = socket(netlink, Int32(SOCK_RAW.rawValue) | closeOnExec, family.rawValue)
        guard raw >= 0 else { throw KernelError.last("open a netlink socket") }
        return Descriptor(owning: raw)
    }

    /// Sends a request for a change, and returns when the kernel has done it.
    mutating func change(
        _ message: consuming NetlinkMessage, _ attempt: String
    ) throws(KernelError) {
        try dump(message, attempt) { _, _ in }
    }

    /// Sends a request, and hands each answer to `body` until the last has come.
    ///
    /// Answers whether the kernel says that what it listed changed meanwhile, so that
    /// something may be missing or there twice.
    @discardableResult
    mutating func dump(
        _ message: consuming NetlinkMessage, _ attempt: String,
        each body: (UInt16, UnsafeRawBufferPointer) -> Void
    ) throws(KernelError) -> Bool {
        sequence &+= 1
        return try converse(message.finished(sequence: sequence), attempt, each: body)
    }

    private func converse(
        _ request: [UInt8], _ attempt: String, each body: (UInt16, UnsafeRawBufferPointer) -> Void
    ) throws(KernelError) -> Bool {
        guard retrying({ send(descriptor.raw, request, request.count, 0) }) == request.count else {
            throw KernelError.last(attempt)
        }
        // Through a copy: Swift 6.0 loses track of the owner else.
        let held = self.room
        let room = held.bytes
        var answers = Answers(sequence: sequence)
        while !answers.isComplete {
            // With MSG_TRUNC the answer is the length that it had, not what fitted.
            let flags = Int32(MSG_TRUNC)
            let count = retrying { recv(descriptor.raw, room.baseAddress, room.count, flags) }
            guard count > 0 else { throw KernelError.last(attempt) }
            guard count <= room.count else {
                throw KernelError(attempt, .said("an answer of \(count) bytes is too long"))
            }
            answers.read(UnsafeRawBufferPointer(rebasing: room[..<count]), body)
        }
        if answers.errno != 0 { throw KernelError(attempt, .errno(answers.errno)) }
        return answers.wasInterrupted
    }

    /// Sends the bytes of a request that was put together before, and hears it out.
    mutating func dump(
        prepared request: inout [UInt8], _ attempt: String,
        each body: (UInt16, UnsafeRawBufferPointer) -> Void
    ) throws(KernelError) -> Bool {
        sequence &+= 1
        NetlinkMessage.renumber(&request, sequence)
        return try converse(request, attempt, each: body)
    }

    /// What has been heard in answer to one request.
    private struct Answers {
        let sequence: UInt32
        var isComplete = false
        var wasInterrupted = false
        var errno: Int32 = 0

        mutating func read(
            _ bytes: UnsafeRawBufferPointer, _ body: (UInt16, UnsafeRawBufferPointer) -> Void
        ) {
            let header = NetlinkMessage.headerLength
            let interrupted: UInt16 = 0x10
            var offset = 0
            while offset + header <= bytes.count {
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                guard length >= header, offset + length <= bytes.count else { return }
                let type = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self)
                let flags = bytes.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)
                let answers = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
                let payload = UnsafeRawBufferPointer(
                    rebasing: bytes[offset + header..<offset + length])
                offset += (length + 3) & ~3
                // An answer to an earlier request, whose reading was broken off.
                guard answers == sequence else { continue }
                if flags & interrupted != 0 { wasInterrupted = true }
                if type == Kind.error || type == Kind.done {
                    isComplete = true
                    // A done message of old kernels carries no number.
                    guard payload.count >= 4 else { continue }
                    errno = -payload.loadUnaligned(as: Int32.self)
                } else {
                    body(type, payload)
                }
            }
        }
    }
}

/// Memory that lives as long as its conversation.
private final class NetlinkRoom: @unchecked Sendable {
    // Unchecked: only its socket touches it, and only one thread has a socket at a time.
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        bytes = .allocate(byteCount: byteCount, alignment: 16)
    }

    deinit { bytes.deallocate() }
}
