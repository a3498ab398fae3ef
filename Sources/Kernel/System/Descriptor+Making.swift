// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension Descriptor {
    /// The two ends of a stream between two processes; it has no name that a third could use.
    @frozen
    public struct Pair: ~Copyable {
        public var one: Descriptor
        public var other: Descriptor
    }

    public static func socketPair() throws(KernelError) -> Pair {
        var ends: [Int32] = [-1, -1]
        guard graft_socket_pair(&ends) == 0 else { throw KernelError.last("make a socket pair") }
        return Pair(one: Descriptor(owning: ends[0]), other: Descriptor(owning: ends[1]))
    }

    /// A socket that listens, and one that waits there to be accepted, for programs that
    /// insist on accepting. Its name is gone when this returns: nobody else can come.
    public static func acceptance() throws(KernelError) -> Pair {
        let folder = try Folder.temporary()
        defer {
            // Refused only where somebody has removed them already.
            unlink("\(folder.path)/socket")
            rmdir(folder.path)
        }
        let path = folder.file("socket").path
        let listening = graft_listen(path)
        guard listening >= 0 else { throw KernelError.last("listen at \(path)") }
        let one = Descriptor(owning: listening)
        let connected = graft_connect(path)
        guard connected >= 0 else { throw KernelError.last("connect to \(path)") }
        return Pair(one: one, other: Descriptor(owning: connected))
    }

    /// A file in memory with these bytes; it goes with its last descriptor.
    public static func memoryFile(
        named name: String, _ bytes: [UInt8]
    ) throws(KernelError) -> Descriptor {
        let raw = graft_memory_file(name)
        guard raw >= 0 else { throw KernelError.last("make a file in memory") }
        let file = Descriptor(owning: raw)
        try file.write(bytes)
        guard lseek(raw, 0, SEEK_SET) == 0 else { throw KernelError.last("rewind a file") }
        return file
    }

    /// A file to be read; it can be, too, when its name has gone.
    public static func reading(_ path: String) throws(KernelError) -> Descriptor {
        try Descriptor(opening: path, O_RDONLY)
    }

    /// All of a file from its beginning, wherever others stand in it.
    public func content() throws(KernelError) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = retrying { pread(raw, &part, part.count, off_t(bytes.count)) }
            guard count >= 0 else { throw KernelError.last("read a file") }
            if count == 0 { return bytes }
            bytes += part[..<count]
        }
    }

    /// A device that is talked to in both directions.
    public static func device(_ path: String) throws(KernelError) -> Descriptor {
        try Descriptor(opening: path, O_RDWR)
    }

    public static func standardInput() throws(KernelError) -> Descriptor {
        try Descriptor(duplicating: STDIN_FILENO)
    }

    public static func standardOutput() throws(KernelError) -> Descriptor {
        try Descriptor(duplicating: STDOUT_FILENO)
    }

    public static func standardError() throws(KernelError) -> Descriptor {
        try Descriptor(duplicating: STDERR_FILENO)
    }

    private init(duplicating raw: Int32) throws(KernelError) {
        let copy = fcntl(raw, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw KernelError.last("duplicate descriptor \(raw)") }
        self.init(owning: copy)
    }
}
