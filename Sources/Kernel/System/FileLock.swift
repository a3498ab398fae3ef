// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file that is locked for us alone (`flock`). Letting go of it unlocks.
///
/// The lock is the truth; what stands in the file only says who holds it, for whom
/// it turns away. A killed holder leaves its words and no lock, so they are stale.
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// What came of trying to lock.
    public enum Outcome: ~Copyable, Sendable {
        case locked(FileLock)
        /// Another holds it: who, as far as it has said so yet.
        case held(by: Holder?)
    }

    /// Locks `path`, and waits as long as another holds it.
    public static func wait(for path: String) throws(KernelError) -> FileLock {
        while true {
            let file = try open(path)
            guard retrying({ flock(file.raw, LOCK_EX) }) == 0 else {
                throw KernelError.last("lock \(path)")
            }
            if try isStill(file, path) { return try FileLock(announcing: file, path) }
        }
    }

    /// Locks `path` if nobody holds it.
    public static func attempt(_ path: String) throws(KernelError) -> Outcome {
        while true {
            let file = try open(path)
            guard retrying({ flock(file.raw, LOCK_EX | LOCK_NB) }) == 0 else {
                let refusal = KernelError.last("lock \(path)")
                guard refusal.isErrno(EWOULDBLOCK) else { throw refusal }
                return .held(by: Holder(parsing: try File(path).text()))
            }
            if try isStill(file, path) {
                return .locked(try FileLock(announcing: file, path))
            }
        }
    }

    private init(announcing file: consuming Descriptor, _ path: String) throws(KernelError) {
        let words = Array(try Holder.current().text.utf8)
        // Written before it is cut: a reader finds too much and never half.
        guard retrying({ pwrite(file.raw, words, words.count, 0) }) == words.count,
            ftruncate(file.raw, off_t(words.count)) == 0
        else {
            throw KernelError.last("write our name into \(path)")
        }
        descriptor = file
    }

    deinit {
        // An empty file says that nobody holds it; if this fails, the lock still goes.
        _ = ftruncate(descriptor.raw, 0)
    }

    private static func open(_ path: String) throws(KernelError) -> Descriptor {
        try Descriptor(opening: path, O_RDWR | O_CREAT, mode: 0o600)
    }

    /// Whether `path` still names the file that we have locked: it may have been removed.
    private static func isStill(
        _ file: borrowing Descriptor, _ path: String
    ) throws(KernelError) -> Bool {
        var ours = stat()
        var named = stat()
        guard fstat(file.raw, &ours) == 0 else { throw KernelError.last("look at \(path)") }
        guard stat(path, &named) == 0 else {
            let refusal = KernelError.last("look at \(path)")
            if refusal.isErrno(ENOENT) { return false }
            throw refusal
        }
        return ours.st_ino == named.st_ino && ours.st_dev == named.st_dev
    }
}
