// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// One process in the life of this boot: its number, and when it started.
///
/// Numbers are used again; together with the start they are not.
public struct ProcessIdentity: Hashable, Sendable {
    public let pid: Int32
    /// Clock ticks since boot (`/proc/PID/stat`, field 22).
    public let started: UInt64

    public init(pid: Int32, started: UInt64) {
        self.pid = pid
        self.started = started
    }

    /// The process that has this number now; none when there is none.
    public init?(of pid: Int32) throws(KernelError) {
        do throws(KernelError) {
            let line = try File("/proc/\(pid)/stat").text()
            guard let started = ProcessIdentity.started(in: line) else {
                throw KernelError("read /proc/\(pid)/stat", .said("it has no start time"))
            }
            self.init(pid: pid, started: started)
        } catch {
            // Gone before it was opened, or between that and the reading.
            if error.isErrno(ENOENT, ESRCH) { return nil }
            throw error
        }
    }

    public static func current() throws(KernelError) -> ProcessIdentity {
        guard let current = try ProcessIdentity(of: getpid()) else {
            throw KernelError("read /proc/self/stat", .said("/proc does not show this process"))
        }
        return current
    }

    /// Whether it still exists; a zombie does.
    public func exists() throws(KernelError) -> Bool {
        try ProcessIdentity(of: pid) == self
    }

    /// Whether it still runs: a zombie exists, and does nothing any more.
    public func isRunning() throws(KernelError) -> Bool {
        guard try exists(), let line = try File("/proc/\(pid)/stat").bytesIfAny() else {
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return false }
        let state = text[text.index(after: end)...].first { $0 != " " }
        return state != "Z" && state != "X"
    }

    /// The program's name as the kernel shows it, 15 bytes at most.
    public func program() throws(KernelError) -> String {
        try File("/proc/\(pid)/comm").value()
    }

    /// The command line; empty for a thread of the kernel.
    public func command() throws(KernelError) -> [String] {
        let bytes = try File("/proc/\(pid)/cmdline").bytes()
        let whole = bytes.last == 0 ? bytes.dropLast() : bytes[...]
        if whole.isEmpty { return [] }
        return whole.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// When it started, to about a clock tick (10 ms).
    public var startedAt: WallTime {
        let sinceBoot = clockNanoseconds(CLOCK_BOOTTIME)
        let ticks = Int64(sysconf(Int32(_SC_CLK_TCK)))
        let started = Int64(self.started) * (1_000_000_000 / ticks)
        return WallTime(nanoseconds: WallTime.now.nanoseconds - sinceBoot + started)
    }

    /// Field 22. The second one, the name in parentheses, may hold blanks and parentheses.
    static func started(in line: String) -> UInt64? {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }
}

extension ProcessIdentity {
    /// Ends it, whoever started it, and returns when it has ended; gone is no error.
    ///
    /// Its number may have been given to another since: a process is held by handle first
    /// and then asked whether it is the one.
    public func end() throws(KernelError) {
        let raw = graft_pidfd_open(pid)
        guard raw >= 0 else {
            let refusal = KernelError.last("end process \(pid)")
            if refusal.isErrno(ESRCH) { return }
            throw refusal
        }
        let handle = Descriptor(owning: raw)
        guard try exists() else { return }
        guard graft_pidfd_signal(handle.raw, SIGKILL) == 0 || errno == ESRCH else {
            throw .last("end process \(pid)")
        }
        var watched = pollfd(fd: handle.raw, events: Int16(POLLIN), revents: 0)
        guard retrying({ poll(&watched, 1, 5000) }) >= 0 else {
            throw .last("wait for process \(pid)")
        }
    }
}
