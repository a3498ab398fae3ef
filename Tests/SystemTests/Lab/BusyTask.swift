// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

/// A process that takes all the time it gets on one processor. Letting go of it ends it.
struct BusyTask: ~Copyable {
    private let process: ChildProcess

    init(on processor: Int, niceness: Int = 0) throws {
        process = try ChildProcess.start(
            Spawn([
                "taskset", "-c", "\(processor)", "nice", "-n", "\(niceness)", "bash", "-c",
                "while :; do :; done",
            ]))
    }

    /// How long it has run, by the scheduler's own account.
    func time() throws -> Duration {
        let line = try File("/proc/\(process.pid)/schedstat").value()
        let first = line.split(separator: " ").first.flatMap { Int64($0) }
        guard let first else { throw KernelError("read how long a task ran", .said(line)) }
        return .nanoseconds(first)
    }

    func pause() throws { try process.signal(SIGSTOP) }
    func goOn() throws { try process.signal(SIGCONT) }
}
