// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A control group of ours, which counts the processor time of what runs in it.
///
/// Letting go of it removes it; processes still in it keep it.
public struct ControlGroup: ~Copyable, Sendable {
    public let folder: Folder
    private let counts: Counts

    private enum Counts: Sendable {
        /// `cpu.stat` of version 2, in microseconds.
        case unified
        /// `cpuacct.usage` of version 1, in nanoseconds.
        case accounting
    }

    /// Where groups can be made that count: version 2 where it is mounted, else cpuacct.
    private static func place() throws(KernelError) -> (root: Folder, counts: Counts) {
        for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
            if File("\(root)/cgroup.controllers").isThere { return (Folder(root), .unified) }
        }
        let accounting = "/sys/fs/cgroup/cpuacct"
        if File("\(accounting)/cpuacct.usage").isThere { return (Folder(accounting), .accounting) }
        throw KernelError("make a control group", .lacks("no cgroup file system is mounted"))
    }

    public static func create(named name: String) throws(KernelError) -> ControlGroup {
        let (root, counts) = try place()
        let folder = root.folder(name)
        try folder.create()
        return ControlGroup(folder: folder, counts: counts)
    }

    private init(folder: Folder, counts: Counts) {
        self.folder = folder
        self.counts = counts
    }

    deinit {
        // Whoever wants to know of a refusal calls `remove`; `names` finds what stays.
        rmdir(folder.path)
    }

    /// How long its processes have run on processors, those that ended too.
    public func processorTime() throws(KernelError) -> Duration {
        switch counts {
        case .accounting:
            let text = try folder.file("cpuacct.usage").value()
            return .nanoseconds(Int64(text) ?? 0)
        case .unified:
            let text = try folder.file("cpu.stat").text()
            let line = text.split(separator: "\n").first { $0.hasPrefix("usage_usec ") }
            guard let line, let time = Int64(line.dropFirst("usage_usec ".count)) else {
                throw KernelError("read \(folder.path)/cpu.stat", .said("it has no usage_usec"))
            }
            return .microseconds(time)
        }
    }

    /// The groups whose names begin so.
    public static func names(prefix: String) throws(KernelError) -> [String] {
        try place().root.names().filter { $0.hasPrefix(prefix) }
    }

    /// Ends what runs in one of ours, at once: processes that a killed parent has left,
    /// such as the children that a server makes for its connections.
    public static func endProcesses(in name: String) throws(KernelError) {
        let text = try place().root.folder(name).file("cgroup.procs").text()
        for pid in text.split(separator: "\n").compactMap({ Int32($0) }) where pid > 1 {
            guard kill(pid, SIGKILL) != 0 else { continue }
            let refusal = KernelError.last("end process \(pid)")
            // It ended by itself meanwhile.
            if !refusal.isErrno(ESRCH) { throw refusal }
        }
    }

    /// Removes one; EBUSY when something still runs in it after so long.
    ///
    /// What was killed is in it until the kernel has buried it.
    public static func remove(
        named name: String, waiting time: Duration = .zero
    ) throws(KernelError) {
        let folder = try place().root.folder(name)
        let deadline = Deadline(time)
        while true {
            do throws(KernelError) {
                return try folder.removeIfAny()
            } catch  where error.isErrno(EBUSY) && !deadline.hasPassed {
                Duration.milliseconds(2).pause()
            }
        }
    }

    private static let magic = 0x6367_7270

    /// Whether a path lies in a cgroup2 file system.
    public static func contains(_ path: String) -> Bool { graft_file_system(path) == magic }
}
