// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// An owned file descriptor. Letting go of it closes it.
public struct Descriptor: ~Copyable, Sendable {
    let raw: Int32

    /// Takes ownership of a descriptor that is open.
    init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        // An error here tells of an earlier write; whoever cares calls `synchronize`.
        _ = Glibc.close(raw)
    }
}

extension Descriptor {
    /// Opens `path`, close-on-exec.
    init(opening path: String, _ flags: Int32, mode: mode_t = 0) throws(KernelError) {
        let raw = retrying { Glibc.open(path, flags | O_CLOEXEC, mode) }
        guard raw >= 0 else { throw KernelError.last("open \(path)") }
        self.init(owning: raw)
    }

    /// Opens a file to write a child's output into, and empties it first.
    public static func create(
        _ path: String, mode: UInt32 = 0o644
    ) throws(KernelError) -> Descriptor {
        try Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
    }

    /// A second descriptor for the same open file.
    public func duplicate() throws(KernelError) -> Descriptor {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw KernelError.last("duplicate a descriptor") }
        return Descriptor(owning: copy)
    }

    /// The number of one that may be missing: -1 for none.
    static func raw(of descriptor: borrowing Descriptor?) -> Int32 {
        switch descriptor {
        case .some(let descriptor): descriptor.raw
        case .none: -1
        }
    }

    /// The two ends of a new pipe, both close-on-exec.
    static func pipe() throws(KernelError) -> PipeEnds {
        var ends: [Int32] = [-1, -1]
        guard graft_pipe(&ends) == 0 else { throw KernelError.last("make a pipe") }
        return PipeEnds(reading: Descriptor(owning: ends[0]), writing: Descriptor(owning: ends[1]))
    }

    /// Appends what is there to `bytes`, 64 KiB at most, and says how much: 0 at the end.
    public func read(into bytes: inout [UInt8]) throws(KernelError) -> Int {
        let count = readOnce(into: &bytes)
        guard count >= 0 else { throw KernelError.last("read from a descriptor") }
        return count
    }

    /// As `read(into:)`, with the kernel's own answer: -1 leaves its reason in `errno`.
    func readOnce(into bytes: inout [UInt8], atMost limit: Int = 1 << 16) -> Int {
        withUnsafeTemporaryAllocation(byteCount: limit, alignment: 16) { room in
            let count = retrying { Glibc.read(raw, room.baseAddress, room.count) }
            if count > 0 {
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<count]))
            }
            return count
        }
    }

    /// Writes all of `bytes`. To a pipe without a reader: EPIPE, and no signal.
    public func write(_ bytes: [UInt8]) throws(KernelError) {
        var done = 0
        while done < bytes.count {
            let count = writeOnce(bytes[done...])
            guard count >= 0 else { throw KernelError.last("write to a descriptor") }
            done += count
        }
    }

    /// Writes what the kernel takes at once: -1 leaves its reason in `errno`.
    func writeOnce(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { bytes in
            retrying { graft_write(raw, bytes.baseAddress, bytes.count) }
        }
    }

    /// Returns when what was written is on the disk.
    public func synchronize() throws(KernelError) {
        guard retrying({ fsync(raw) }) == 0 else { throw KernelError.last("synchronize a file") }
    }

    func makeNonblocking() throws(KernelError) {
        let flags = fcntl(raw, F_GETFL)
        guard flags >= 0, fcntl(raw, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw KernelError.last("make a descriptor nonblocking")
        }
    }
}

/// Both ends of a pipe.
struct PipeEnds: ~Copyable {
    var reading: Descriptor
    var writing: Descriptor
}

/// Repeats a system call that a signal interrupted.
func retrying<Answer: FixedWidthInteger & SignedInteger>(_ call: () -> Answer) -> Answer {
    while true {
        let answer = call()
        if answer != -1 || errno != EINTR { return answer }
    }
}
