// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A lock that one process holds at a time. Dropped, or its process gone, it is free.
public struct FileLock: ~Copyable, Sendable {
    private let file: Descriptor

    /// Waits for the lock; or refuses at once and says who has it.
    public init(_ path: String, waiting: Bool = true) throws(KernelError) {
        file = try FileLock.open(path, waiting: waiting)
    }

    private static func open(_ path: String, waiting: Bool) throws(KernelError) -> Descriptor {
        let file = try Descriptor(opening: path, O_RDWR | O_CREAT, mode: 0o600)
        let operation = waiting ? LOCK_EX : LOCK_EX | LOCK_NB
        guard retrying({ flock(file.raw, operation) }) == 0 else {
            guard errno == EWOULDBLOCK else { throw .last("lock \(path)") }
            var content: [UInt8] = []
            _ = try file.read(into: &content)
            let holder = String(decoding: content.prefix { $0 != 10 }, as: UTF8.self)
            throw KernelError("lock \(path)", .said("\(holder) holds it"))
        }
        // Who we are, for the next one who asks. The lock is the truth, not this line.
        let words = CommandLine.arguments.joined(separator: " ")
        guard ftruncate(file.raw, 0) == 0 else { throw .last("write \(path)") }
        try file.write(Array("process \(getpid()) (\(words))\n".utf8))
        return file
    }
}
