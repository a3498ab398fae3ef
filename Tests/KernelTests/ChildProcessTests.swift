// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc
import Testing

@testable import Kernel

@Suite("A child process")
struct ChildProcessTests {
    private static let limit = Duration.seconds(20)

    @Test("gives its output, its errors and its exit code")
    func run() throws {
        let finished = try ChildProcess.run(
            ["sh", "-c", "echo out; echo err >&2; exit 3"], limit: Self.limit)
        #expect(finished.text == "out\n")
        #expect(finished.errorText == "err\n")
        #expect(finished.ending == .exited(3))
    }

    @Test("can be fed and heard at once, more than a pipe holds")
    func conversation() throws {
        let input = [UInt8](repeating: 0x61, count: 1 << 20)
        let finished = try ChildProcess.run(
            ["sh", "-c", "tee /dev/stderr"], input: input, limit: Self.limit)
        #expect(finished.output == input)
        #expect(finished.errors == input)
    }

    @Test("may leave its input unread")
    func unread() throws {
        let input = [UInt8](repeating: 0x61, count: 1 << 20)
        let finished = try ChildProcess.run(["true"], input: input, limit: Self.limit)
        #expect(finished.ending == .exited(0))
    }

    @Test("that outlasts its limit is ended, and the limit is said")
    func limit() throws {
        #expect(
            throws: KernelError("run sleep 30", .said("it still ran after 0.05 seconds"))
        ) {
            try ChildProcess.run(["sleep", "30"], limit: .milliseconds(50))
        }
    }

    @Test("is finished when it ends, though a grandchild holds its pipes")
    func grandchild() throws {
        let start = Instant.now
        let finished = try ChildProcess.run(
            ["sh", "-c", "sleep 5 & echo $!"], limit: Self.limit)
        let grandchild = try #require(Int32(finished.text.dropLast()))
        #expect(kill(grandchild, SIGKILL) == 0)
        #expect(Instant.now.since(start) < .seconds(4))
    }

    @Test("that is let go is ended and reaped")
    func dropped() throws {
        let pid: Int32
        do {
            let child = try ChildProcess.start(Spawn(["sleep", "30"]))
            pid = child.pid
            #expect(kill(pid, 0) == 0)
        }
        #expect(kill(pid, 0) == -1)
    }

    @Test("that leads a group takes the group along")
    func group() throws {
        var grandchild: Int32 = 0
        do {
            var spawn = Spawn(["sh", "-c", "sleep 30 & echo $!; wait"])
            spawn.leadsGroup = true
            spawn.output = .pipe
            var child = try ChildProcess.start(spawn)
            var said: [UInt8] = []
            let output = child.output.take()
            _ = try output?.read(into: &said)
            grandchild = try #require(Int32(String(decoding: said.dropLast(), as: UTF8.self)))
        }
        try awaitEnd(of: grandchild)
    }

    @Test("still runs, or tells its ending as often as it is asked")
    func endings() throws {
        var spawn = Spawn(["cat"])
        spawn.input = .pipe
        var child = try ChildProcess.start(spawn)
        #expect(try child.ending() == nil)
        #expect(try child.wait(upTo: .milliseconds(20)) == nil)
        child.input = nil
        #expect(try child.wait() == .exited(0))
        #expect(try child.wait() == .exited(0))
        #expect(try child.ending() == .exited(0))
    }

    @Test("tells the signal that ended it")
    func signalled() throws {
        let child = try ChildProcess.start(Spawn(["sleep", "30"]))
        try child.signal(SIGTERM)
        #expect(try child.wait() == .signalled(SIGTERM))
    }

    @Test("that ignores SIGTERM is made to end")
    func stubborn() throws {
        var spawn = Spawn(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"])
        spawn.output = .pipe
        var child = try ChildProcess.start(spawn)
        var said: [UInt8] = []
        let output = child.output.take()
        _ = try output?.read(into: &said)
        #expect(try child.end(within: .milliseconds(50)) == .signalled(SIGKILL))
    }

    @Test("finds the directory and the environment that it was given")
    func surroundings() throws {
        var spawn = Spawn(["sh", "-c", "pwd; echo $A-$B"])
        spawn.directory = "/usr"
        spawn.environment = .only(["A": "1", "PATH": "/usr/bin:/bin"])
        #expect(try ChildProcess.run(spawn, limit: Self.limit).text == "/usr\n1-\n")
    }

    @Test("takes SIGPIPE as usual, whatever its parent ignores")
    func signals() throws {
        let before = Glibc.signal(SIGPIPE, SIG_IGN)
        defer { _ = Glibc.signal(SIGPIPE, before) }
        let finished = try ChildProcess.run(
            ["grep", "Sig[BI]", "/proc/self/status"], limit: Self.limit)
        let ignored = finished.text.split(separator: "\n").last?.split(separator: "\t").last
        let bits = try #require(ignored.flatMap { UInt64($0, radix: 16) })
        #expect(bits & (1 << UInt64(SIGPIPE - 1)) == 0)
        #expect(finished.text.hasPrefix("SigBlk:\t0000000000000000\n"))
    }

    @Test("inherits no descriptor but its three streams")
    func descriptors() throws {
        let extra = try Descriptor(opening: "/dev/null", O_RDONLY)
        let finished = try ChildProcess.run(["ls", "/proc/self/fd"], limit: Self.limit)
        #expect(finished.text == "0\n1\n2\n3\n")  // 3 is the folder that ls reads.
        _ = consume extra
    }

    @Test("that cannot start says at which step")
    func refused() throws {
        #expect(throws: KernelError("start /etc/passwd: execute", .errno(EACCES))) {
            _ = try ChildProcess.start(Spawn(["/etc/passwd"]))
        }
        #expect(throws: KernelError("start /bin/true: enter /nowhere", .errno(ENOENT))) {
            var spawn = Spawn(["/bin/true"])
            spawn.directory = "/nowhere"
            _ = try ChildProcess.start(spawn)
        }
        #expect(
            throws: KernelError(
                "find the program \"no-such\"", .said("it is not on PATH (/bin:/usr)"))
        ) {
            _ = try Executable.locate("no-such", on: "/bin:/usr")
        }
    }

    @Test("survives the thread that asked for it")
    func thread() throws {
        let child = try Worker(named: "short-lived").run { () throws(KernelError) in
            try ChildProcess.start(Spawn(["sleep", "30"]))
        }
        #expect(try child.wait(upTo: .milliseconds(50)) == nil)
    }

    @Test("dies with the thread that started it, which for all but this test is the nursery")
    func parent() throws {
        let spawned: graft_spawned
        do {
            let worker = try Worker(named: "mortal")
            spawned = try worker.run { () throws(KernelError) in
                try Birth.call("/bin/sleep", Spawn(["sleep", "30"]), (-1, -1, -1), network: -1)
            }
        }
        let handle = Descriptor(owning: spawned.pidfd)
        var watched = pollfd(fd: handle.raw, events: Int16(POLLIN), revents: 0)
        #expect(poll(&watched, 1, 5000) == 1)
        var ending = graft_ending()
        #expect(graft_look(handle.raw, &ending) == 0)
        #expect(ending.signalled == 1)
        #expect(ending.value == SIGKILL)
        #expect(graft_reap(handle.raw) == 0)
    }

    @Test("writes into a file that it was given")
    func toFile() throws {
        try inFolder { folder in
            let file = folder.file("log")
            var spawn = Spawn(["sh", "-c", "echo out; echo err >&2"])
            let log = try Descriptor.create(file.path)
            spawn.errors = .descriptor(try log.duplicate())
            spawn.output = .descriptor(log)
            let ending = try ChildProcess.start(spawn).wait()
            #expect(ending == .exited(0))
            #expect(try file.text() == "out\nerr\n")
        }
    }

    @Test("environment can be added to")
    func environment() {
        let entries = Spawn.Environment.inheritedWith(["B": "2", "A": "1"])
            .entries(over: ["A=0", "C=3"])
        #expect(entries == ["C=3", "A=1", "B=2"])
    }
}

/// Waits until a process that is not our child is gone, or a zombie of another's.
private func awaitEnd(of pid: Int32) throws {
    let deadline = Deadline(.seconds(5))
    while !deadline.hasPassed {
        guard try File("/proc/\(pid)/stat").exists() else { return }
        if let state = try? File("/proc/\(pid)/stat").text(), state.contains(") Z ") { return }
        usleep(1000)
    }
    Issue.record("process \(pid) still runs")
}
