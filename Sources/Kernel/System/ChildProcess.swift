// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A process that we started. Letting go of one ends it: SIGKILL, and it is reaped.
///
/// Waiting looks and does not reap. So the process number stays the child's for the
/// life of this value, and an ending can be asked for again.
public struct ChildProcess: ~Copyable, Sendable {
    public let pid: Int32
    /// Our ends of the pipes that were asked for; `take()` one to close it early.
    public var input: Descriptor?
    public var output: Descriptor?
    public var errors: Descriptor?
    let handle: Descriptor
    private let leadsGroup: Bool
    /// Left to itself: it goes on when this value does not.
    private var isLeft = false

    /// Starts it, and returns when the program runs or could not be started.
    public static func start(_ spawn: consuming Spawn) throws(KernelError) -> ChildProcess {
        guard let name = spawn.arguments.first else {
            throw KernelError("start a process", .said("no program was named"))
        }
        let program = try Executable.locate(name)
        var input = try spawn.input.take().open(childReads: true)
        var output = try spawn.output.take().open(childReads: false)
        var errors = try spawn.errors.take().open(childReads: false)
        let spawned = try Birth.start(
            program, spawn,
            streams: (
                Descriptor.raw(of: input.given), Descriptor.raw(of: output.given),
                Descriptor.raw(of: errors.given)
            ))
        return ChildProcess(
            pid: spawned.pid, handle: Descriptor(owning: spawned.pidfd),
            leadsGroup: spawn.leadsGroup,
            input: input.kept.take(), output: output.kept.take(), errors: errors.kept.take())
    }

    private init(
        pid: Int32, handle: consuming Descriptor, leadsGroup: Bool,
        input: consuming Descriptor?, output: consuming Descriptor?, errors: consuming Descriptor?
    ) {
        self.pid = pid
        self.handle = handle
        self.leadsGroup = leadsGroup
        self.input = input
        self.output = output
        self.errors = errors
    }

    /// Leaves it to itself: it is neither ended nor waited for any more.
    public consuming func leave() { isLeft = true }

    deinit { if !isLeft { kill() } }

    private func kill() {
        // Both refuse only when it has ended already. Its number cannot have been
        // given to another, because it has not been reaped.
        if leadsGroup { _ = Glibc.kill(-pid, SIGKILL) }
        _ = graft_pidfd_signal(handle.raw, SIGKILL)
        _ = graft_reap(handle.raw)
    }
}

extension ChildProcess {
    /// How a process ended.
    public enum Ending: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)

        public var isSuccess: Bool { self == .exited(0) }
    }

    /// How it ended; none while it runs.
    public func ending() throws(KernelError) -> Ending? {
        var found = graft_ending()
        guard graft_look(handle.raw, &found) == 0 else {
            throw KernelError.last("look at process \(pid)")
        }
        guard found.ended == 1 else { return nil }
        return found.signalled == 1 ? .signalled(found.value) : .exited(found.value)
    }

    /// Waits for its end.
    public func wait() throws(KernelError) -> Ending {
        while true {
            if let ending = try wait(upTo: .seconds(3600)) { return ending }
        }
    }

    /// Waits for its end; none when it still runs after `limit`.
    public func wait(upTo limit: Duration) throws(KernelError) -> Ending? {
        let deadline = Deadline(limit)
        while true {
            if let ending = try ending() { return ending }
            if deadline.hasPassed { return nil }
            var watched = pollfd(fd: handle.raw, events: Int16(POLLIN), revents: 0)
            guard retrying({ poll(&watched, 1, deadline.milliseconds) }) >= 0 else {
                throw KernelError.last("wait for process \(pid)")
            }
        }
    }

    /// Sends a signal to it, or to its group when it leads one.
    public func signal(_ number: Int32) throws(KernelError) {
        let status = leadsGroup ? Glibc.kill(-pid, number) : graft_pidfd_signal(handle.raw, number)
        guard status == 0 else {
            throw KernelError.last("send signal \(number) to process \(pid)")
        }
    }

    /// Asks it to end (SIGTERM), and makes it end when it has not within `grace`.
    public consuming func end(within grace: Duration) throws(KernelError) -> Ending {
        if let ending = try ending() { return ending }
        try signal(SIGTERM)
        if let ending = try wait(upTo: grace) { return ending }
        try signal(SIGKILL)
        return try wait()
    }
}
