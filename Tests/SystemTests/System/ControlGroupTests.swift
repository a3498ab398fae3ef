// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A child process that is given a control group", NeedsRoot.trait)
struct ControlGroupTests {
    /// Where a group can be made: cgroup2 alone, beside version 1, or a version 1 hierarchy.
    private static let root = ["", "/unified", "/cpuacct"].map { "/sys/fs/cgroup\($0)" }
        .first { (try? File("\($0)/cgroup.procs").exists()) == true }

    @Test(
        "is in it from its first moment",
        .enabled(if: root != nil, "skipped: no cgroup is mounted"))
    func joined() throws {
        let group = Folder(try #require(Self.root)).folder("graft-test-\(getpid())")
        try group.create()
        defer { #expect(throws: Never.self) { try group.remove() } }
        var spawn = Spawn(["cat", "/proc/self/cgroup"])
        spawn.controlGroups = [group.path]
        let text = try ChildProcess.run(spawn, limit: .seconds(10)).text
        #expect(text.contains(":/\(File(group.path).name)\n"))
    }

    @Test("that does not exist is not started")
    func missing() {
        #expect(throws: KernelError("start /bin/true: join /nowhere", .errno(ENOENT))) {
            var spawn = Spawn(["/bin/true"])
            spawn.controlGroups = ["/nowhere"]
            _ = try ChildProcess.start(spawn)
        }
    }
}
