// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

/// A process that takes all the time it gets on one processor. Letting go of it ends it.
struct BusyTask: ~Copyable {
    private let process: ChildProcess

    /// Returns when it is at it: where a translator runs it, its start takes seconds.
    init(on processor: Int, niceness: Int = 0) throws {
        process = try BusyTask.busy([
            "taskset", "-c", "\(processor)", "nice", "-n", "\(niceness)", "bash", "-c",
            "while :; do :; done",
        ])
    }

    private static func busy(_ words: [String]) throws -> ChildProcess {
        let process = try ChildProcess.start(Spawn(words))
        let began = Instant.now
        while try !isAtIt(process.pid) {
            guard Instant.now.since(began) < .seconds(60) else {
                throw KernelError("start a busy task", .said("it is not busy after a minute"))
            }
            Duration.milliseconds(50).pause()
        }
        return process
    }

    /// The last of the three programs is the one, and it has got beyond reading its files.
    private static func isAtIt(_ pid: Int32) throws -> Bool {
        guard try File("/proc/\(pid)/comm").value() == "bash" else { return false }
        let before = try time(of: pid)
        Duration.milliseconds(200).pause()
        return try time(of: pid) - before > .milliseconds(20)
    }

    /// How long it has run, by the scheduler's own account.
    func time() throws -> Duration { try BusyTask.time(of: process.pid) }

    private static func time(of pid: Int32) throws -> Duration {
        let line = try File("/proc/\(pid)/schedstat").value()
        let first = line.split(separator: " ").first.flatMap { Int64($0) }
        guard let first else { throw KernelError("read how long a task ran", .said(line)) }
        return .nanoseconds(first)
    }

    func pause() throws { try process.signal(SIGSTOP) }
    func goOn() throws { try process.signal(SIGCONT) }
}
