// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A program in the kernel, held by a descriptor.
public final class Program: Sendable {
    let descriptor: Descriptor
    public let name: String
    /// How long the verifier and the compiler took; zero for one that was loaded by others.
    public let loadTime: Duration

    init(_ descriptor: consuming Descriptor, name: String, loadTime: Duration = .zero) {
        self.descriptor = descriptor
        self.name = name
        self.loadTime = loadTime
    }

    /// The program with this number; nil when it has gone.
    public convenience init?(id: UInt32) throws(KernelError) {
        let status = bpf_prog_get_fd_by_id(id)
        if status == -ENOENT { return nil }
        try KernelError.check(status, "open program \(id)")
        self.init(Descriptor(owning: status), name: "")
    }

    /// What the kernel tells about a program.
    public struct Details: Sendable {
        public let id: UInt32
        public let type: UInt32
        public let name: String
        /// A hash of its instructions.
        public let tag: String
        public let mapIDs: [UInt32]
        public let verifiedInstructions: Int
        /// Counted only while run statistics are on.
        public let calls: UInt64
        public let nanoseconds: UInt64
        public let loadedAt: UInt64
        public let user: UInt32
    }

    public func details() throws(KernelError) -> Details {
        var ids = [UInt32](repeating: 0, count: 64)
        var info = bpf_prog_info()
        var size = UInt32(MemoryLayout<bpf_prog_info>.size)
        let status = ids.withUnsafeMutableBytes { ids in
            info.map_ids = UInt64(UInt(bitPattern: ids.baseAddress))
            info.nr_map_ids = UInt32(ids.count / 4)
            return bpf_prog_get_info_by_fd(descriptor.raw, &info, &size)
        }
        try KernelError.check(status, "ask about a program")
        return Details(
            id: info.id, type: info.type,
            name: withUnsafeBytes(of: &info.name) { $0.text(at: 0) },
            tag: withUnsafeBytes(of: info.tag) { $0.map { hexadecimal($0) }.joined() },
            mapIDs: Array(ids.prefix(Int(min(info.nr_map_ids, 64)))),
            verifiedInstructions: Int(info.verified_insns),
            calls: info.run_cnt, nanoseconds: info.run_time_ns, loadedAt: info.load_time,
            user: info.created_by_uid)
    }

    /// Keeps the program in the kernel under a path in bpffs.
    public func pin(at path: String) throws(KernelError) {
        try KernelError.check(bpf_obj_pin(descriptor.raw, path), "pin \(path)")
    }

    public static func allIDs() throws(KernelError) -> [UInt32] {
        try collectIDs("list the programs") { bpf_prog_get_next_id($0, $1) }
    }
}

/// Run statistics are counted while a value of this type lives.
public struct RunStatistics: ~Copyable {
    private let descriptor: Descriptor

    public init() throws(KernelError) {
        let status = bpf_enable_stats(BPF_STATS_RUN_TIME)
        try KernelError.check(status, "turn on run statistics")
        descriptor = Descriptor(owning: status)
    }
}
