// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import KernelLab
import Testing

extension InMachines {
    /// Each of these boots a machine: seconds where there is no KVM.
    @Suite("A command in the lab")
    struct LabTests {
        private static let limit = Duration.seconds(120)

        /// Runs `graft lab run` in a folder of its own, and expects no process to stay.
        private func lab(_ words: [String], in folder: String = "/tmp") throws
            -> ChildProcess.Finished
        {
            var spawn = Spawn([Workspace.graft, "lab", "run"] + words)
            spawn.directory = folder
            spawn.environment = .inheritedWith(["GRAFT_TEST_WORD": "two words"])
            return try ChildProcess.run(spawn, limit: Self.limit)
        }

        @Test("keeps its folder, its environment, its two streams and its exit code")
        func surroundings() throws {
            let folder = try Folder.temporary(prefix: "/tmp/gl_")
            defer { try? folder.removeTree() }
            let said = "pwd; echo \"$GRAFT_TEST_WORD\"; uname -r; echo trouble >&2; exit 7"
            let finished = try lab(["--", "sh", "-c", said], in: folder.path)
            let release = try #require(try KernelCache.ofThisUser().kernel(nil)).release.text
            #expect(finished.text == "\(folder.path)\ntwo words\n\(release)\n")
            #expect(finished.errorText == "trouble\n")
            #expect(finished.ending == .exited(7))
        }

        @Test("writes for good into the shared folder, and nowhere else")
        func share() throws {
            let shared = try Folder.temporary(prefix: "/tmp/gl_")
            let other = try Folder.temporary(prefix: "/tmp/gl_")
            defer {
                try? shared.removeTree()
                try? other.removeTree()
            }
            let said = "echo kept > \(shared.path)/file && echo gone > \(other.path)/file"
            let finished = try lab(["--share", shared.path, "--", "sh", "-c", said])
            #expect(finished.ending == .exited(0))
            #expect(try shared.file("file").text() == "kept\n")
            #expect(try other.names() == [])
        }

        @Test("loses nothing of what it says before it ends")
        func whole() throws {
            let finished = try lab(["--", "seq", "1", "100000"])
            #expect(
                finished.text.split(separator: "\n").map(String.init)
                    == (1...100_000).map(String.init))
        }

        @Test("that never ends is ended at its limit, and the machine with it")
        func limit() throws {
            let finished = try lab(["--timeout", "1s", "--", "sleep", "1000"])
            #expect(finished.ending == .exited(124))
            #expect(finished.errorText.contains("it still ran after 1.0 s"))
        }

        @Test("whose kernel dies is told from one that failed, with the console")
        func panic() throws {
            let folder = try Folder.temporary(prefix: "/tmp/gl_")
            defer { try? folder.removeTree() }
            let finished = try lab(
                ["--", "sh", "-c", "echo c > /proc/sysrq-trigger"], in: folder.path)
            #expect(finished.ending == .exited(125))
            #expect(finished.errorText.contains("Kernel panic"))
            #expect(try folder.file("lab.console.log").text().contains("Kernel panic"))
        }

        @Test("that does not exist has the status that shells give it")
        func missing() throws {
            #expect(try lab(["--", "graft-test-no-such"]).ending == .exited(127))
        }

        @Test("under a kernel that was not fetched is refused, with the way to get it")
        func unknownKernel() throws {
            let finished = try lab(["--kernel", "5.99", "--", "true"])
            #expect(finished.ending == .exited(125))
            #expect(finished.errorText.contains("graft lab fetch 5.99"))
        }

        @Test("gets the signals that graft gets", arguments: [SIGINT, SIGTERM])
        func signals(_ number: Int32) throws {
            let words = "trap 'echo told; exit 5' INT TERM; echo up; while :; do sleep 0.1; done"
            var graft = try start(["--", "bash", "-c", words])
            let output = graft.output.take()
            try hear("up", from: output)
            try graft.signal(number)
            try hear("told", from: output)
            #expect(try graft.wait(upTo: .seconds(30)) == .exited(5))
        }

        @Test("goes with graft when graft is killed, and all that served it")
        func killed() throws {
            var graft = try start(["--", "sh", "-c", "echo up; sleep 1000"])
            let output = graft.output.take()
            try hear("up", from: output)
            let children = try children(of: graft.pid)
            #expect(children.count >= 2)
            try graft.signal(SIGKILL)
            _ = try graft.wait()
            let began = Instant.now
            while try children.contains(where: isRunning), Instant.now.since(began) < .seconds(5) {
                Duration.milliseconds(10).pause()
            }
            #expect(try children.filter(isRunning) == [])
        }
    }
}

extension InMachines.LabTests {
    private func start(_ words: [String]) throws -> ChildProcess {
        var spawn = Spawn([Workspace.graft, "lab", "run"] + words)
        spawn.output = .pipe
        return try ChildProcess.start(spawn)
    }

    private func hear(_ word: String, from output: borrowing Descriptor?) throws {
        var said: [UInt8] = []
        while !String(decoding: said, as: UTF8.self).contains(word) {
            guard let count = try output?.read(into: &said), count > 0 else {
                throw KernelError("hear \"\(word)\"", .said("it ended"))
            }
        }
    }

    /// The processes that a process has started and that still run.
    private func children(of pid: Int32) throws -> [Int32] {
        var children: [Int32] = []
        for thread in try Folder("/proc/\(pid)/task").names() {
            let list = try File("/proc/\(pid)/task/\(thread)/children").value()
            children += list.split(separator: " ").compactMap { Int32($0) }
        }
        return children
    }

    /// A zombie has ended: who reaps it is not ours to say.
    private func isRunning(_ pid: Int32) throws -> Bool {
        guard let status = try File("/proc/\(pid)/stat").bytesIfAny() else { return false }
        let text = String(decoding: status, as: UTF8.self)
        return text.drop { $0 != ")" }.dropFirst(2).first != "Z"
    }
}
