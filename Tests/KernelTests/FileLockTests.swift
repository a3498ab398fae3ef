// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A file lock")
struct FileLockTests {
    @Test("turns a second one away and names the first")
    func held() throws {
        try inFolder { folder in
            let path = folder.file("lock").path
            let first = try FileLock.wait(for: path)
            switch try FileLock.attempt(path) {
            case .locked: Issue.record("it was locked twice")
            case .held(let holder):
                #expect(holder?.process.pid == getpid())
                #expect(try holder?.process.exists() == true)
            }
            _ = consume first
        }
    }

    @Test("that was let go can be taken, and names nobody")
    func released() throws {
        try inFolder { folder in
            let path = folder.file("lock").path
            do { _ = try FileLock.wait(for: path) }
            #expect(try File(path).text() == "")
            guard case .locked = try FileLock.attempt(path) else {
                Issue.record("it was still held")
                return
            }
        }
    }

    @Test("ignores what a killed holder left")
    func stale() throws {
        try inFolder { folder in
            let file = folder.file("lock")
            try file.replace(with: "pid 1\nstarted 1\nsince 1\nprogram graft\ncommand graft\nend\n")
            guard case .locked = try FileLock.attempt(file.path) else {
                Issue.record("a stale name kept it")
                return
            }
        }
    }

    @Test("waits until the holder lets go")
    func waits() throws {
        try inFolder { folder in
            let path = folder.file("lock").path
            var first: FileLock? = try FileLock.wait(for: path)
            let spawn = Spawn(["flock", path, "true"])
            let child = try ChildProcess.start(spawn)
            #expect(try child.wait(upTo: .milliseconds(50)) == nil)
            _ = first.take()
            #expect(try child.wait(upTo: .seconds(10)) == .exited(0))
        }
    }

    @Test("holder is read as it was written, and half of it is nobody")
    func holder() throws {
        let holder = Holder(
            process: ProcessIdentity(pid: 7, started: 99), program: "gr aft",
            command: ["graft", "swap", "two words", ""], since: WallTime(nanoseconds: 5))
        #expect(
            holder.text == """
                pid 7
                started 99
                since 5
                program gr aft
                command graft\tswap\ttwo words\t
                end

                """)
        #expect(Holder(parsing: holder.text)?.program == "gr aft")
        #expect(Holder(parsing: String(holder.text.dropLast(5))) == nil)
        #expect(Holder(parsing: "") == nil)
    }
}
