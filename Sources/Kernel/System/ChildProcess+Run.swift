// SPDX-License-Identifier: Apache-2.0
import Glibc

extension ChildProcess {
    /// A process that was run to its end, and all that it said.
    public struct Finished: Equatable, Sendable {
        public let ending: Ending
        public let output: [UInt8]
        public let errors: [UInt8]

        /// What it said on standard output, as text; what is not UTF-8 is repaired.
        public var text: String { String(decoding: output, as: UTF8.self) }
        public var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Runs a program to its end and gathers what it says; at `limit` it is ended.
    ///
    /// It ends when the program does, even if a grandchild still holds its pipes.
    public static func run(
        _ arguments: [String], input: [UInt8]? = nil, limit: Duration
    ) throws(KernelError) -> Finished {
        try run(Spawn(arguments), input: input, limit: limit)
    }

    /// As `run(_:input:limit:)`; the streams of `spawn` are replaced by pipes.
    public static func run(
        _ spawn: consuming Spawn, input: [UInt8]? = nil, limit: Duration
    ) throws(KernelError) -> Finished {
        let command = spawn.arguments.joined(separator: " ")
        spawn.input = input == nil ? .null : .pipe
        spawn.output = .pipe
        spawn.errors = .pipe
        var child = try ChildProcess.start(spawn)
        var conversation = try Conversation(with: &child, input: input ?? [])
        let deadline = Deadline(limit)
        while true {
            // First the ending, then the pipes: what it wrote before its end is in them.
            let ending = try child.ending()
            try conversation.continue()
            if let ending {
                return Finished(
                    ending: ending, output: conversation.output.bytes,
                    errors: conversation.errors.bytes)
            }
            if deadline.hasPassed {
                throw KernelError("run \(command)", .said("it still ran after \(limit)"))
            }
            try conversation.wait(for: child.handle, until: deadline)
        }
    }
}

/// The three pipes to a child, none of which may make us wait for another.
private struct Conversation: ~Copyable {
    var input: Feed
    var output: Drain
    var errors: Drain

    init(with child: inout ChildProcess, input bytes: [UInt8]) throws(KernelError) {
        // Made first and moved in at once: an owner may not be left half made.
        let input = try Feed(into: child.input.take(), bytes)
        let output = try Drain(from: child.output.take())
        let errors = try Drain(from: child.errors.take())
        self.input = input
        self.output = output
        self.errors = errors
    }

    /// Moves what can be moved now.
    mutating func `continue`() throws(KernelError) {
        try input.feed()
        try output.drain()
        try errors.drain()
    }

    /// Waits until more can be moved, or the child ends.
    func wait(for handle: borrowing Descriptor, until deadline: Deadline) throws(KernelError) {
        var watched = [
            pollfd(fd: Descriptor.raw(of: input.end), events: Int16(POLLOUT), revents: 0),
            pollfd(fd: Descriptor.raw(of: output.end), events: Int16(POLLIN), revents: 0),
            pollfd(fd: Descriptor.raw(of: errors.end), events: Int16(POLLIN), revents: 0),
            pollfd(fd: handle.raw, events: Int16(POLLIN), revents: 0),
        ]
        let status = retrying { poll(&watched, nfds_t(watched.count), deadline.milliseconds) }
        guard status >= 0 else { throw KernelError.last("wait for a process to speak") }
    }
}

/// What goes into a child.
private struct Feed: ~Copyable {
    /// None once all was said, or the child no longer listens.
    var end: Descriptor?
    private var left: ArraySlice<UInt8>

    init(into end: consuming Descriptor?, _ bytes: [UInt8]) throws(KernelError) {
        left = bytes[...]
        self.end = end
        try self.end?.makeNonblocking()
    }

    mutating func feed() throws(KernelError) {
        while !left.isEmpty {
            guard let count = end?.writeOnce(left) else { return }
            guard count >= 0 else {
                let refusal = KernelError.last("write to a process")
                if refusal.isErrno(EAGAIN) { return }
                guard refusal.isErrno(EPIPE) else { throw refusal }
                // It does not want the rest, which is its right.
                left = []
                break
            }
            left = left.dropFirst(count)
        }
        end = nil
    }
}

/// What comes out of a child.
private struct Drain: ~Copyable {
    /// None once its last writer has closed it.
    var end: Descriptor?
    var bytes: [UInt8] = []

    init(from end: consuming Descriptor?) throws(KernelError) {
        self.end = end
        try self.end?.makeNonblocking()
    }

    mutating func drain() throws(KernelError) {
        while let count = end?.readOnce(into: &bytes) {
            if count > 0 { continue }
            if count < 0 {
                let refusal = KernelError.last("read from a process")
                if refusal.isErrno(EAGAIN) { return }
                throw refusal
            }
            end = nil
        }
    }
}
