// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import Synchronization

/// A child process that many may look at, and one ends.
final class HeldProcess: Sendable {
    let pid: Int32
    private let child: Mutex<ChildProcess?>

    init(_ child: consuming ChildProcess) {
        pid = child.pid
        self.child = Mutex(.some(child))
    }

    /// How it ended; nil while it runs.
    func ending() throws(KernelError) -> ChildProcess.Ending? {
        try child.withLock { child throws(KernelError) in
            guard let ending = try child?.ending() else { return nil }
            return ending
        }
    }

    func go() throws(KernelError) {
        try child.withLock { child throws(KernelError) in try child?.signal(SIGCONT) }
    }

    /// Whether it stands still and waits for `go`.
    func isStopped() throws(KernelError) -> Bool {
        let line = try File("/proc/\(pid)/stat").text()
        guard let end = line.lastIndex(of: ")") else { return false }
        return line[line.index(after: end)...].first { $0 != " " } == "T"
    }

    /// Ends it at once, with its group when it leads one.
    func end() { child.withLock { $0 = nil } }
}
