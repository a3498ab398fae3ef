// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A graft that is interrupted")
    struct InterruptionTests {
        /// Whether what stood is out now. Killed between its last steps, these are done or undone
        /// first, which is told; what was undone is out before it is asked for.
        private func isOut(_ answer: Workspace.Answer) -> Bool {
            let note = "note: gt_plain: register was left half done: "
            return switch answer.status {
            case 0: answer.errors.allSatisfy { $0 == note + "finished" }
            case 1: answer.errors.first == note + "undone"
            default: false
            }
        }

        @Test("leaves the registration whole or takeable out, whenever it is killed")
        func killed() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let before = try Ours()
                var ended = 0
                for moment in 0..<40 {
                    var spawn = Spawn([Workspace.graft, "register", file])
                    spawn.directory = workspace.folder.path
                    spawn.environment = workspace.environment()
                    spawn.output = .null
                    spawn.errors = .null
                    let child = try ChildProcess.start(spawn)
                    Duration.milliseconds(2 * moment).pause()
                    if try child.ending() == nil { try child.signal(SIGKILL) }
                    if try child.wait() == .signalled(SIGKILL) { ended += 1 }
                    // The list can always be read, and what it shows can be taken out.
                    #expect(try workspace.graft("list").status == 0)
                    if let registration = try workspace.registration("gt_plain") {
                        #expect(registration.owner == .graft, "after \(2 * moment) ms")
                        let answer = try workspace.graft("unregister", "gt_plain")
                        #expect(isOut(answer), "after \(2 * moment) ms: \(answer)")
                    }
                    try Ours.expect(before)
                }
                // Otherwise the pauses are too short for this machine, or too long.
                #expect(ended > 5)
            }
        }

        @Test(
            "between two steps is undone, or finished where it was done",
            arguments: [
                ("gt_plain", "version-pinned", false), ("gt_plain", "committed", false),
                ("gt_plain", "registered", false), ("gt_plain", "link-pinned", true),
                ("gt_bare", "version-pinned", false), ("gt_bare", "committed", true),
            ])
        func step(name: String, point: String, isDone: Bool) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture(name)
                let killed = try workspace.run(
                    [Workspace.graft, "register", file], with: ["GRAFT_KILL_AT": point])
                #expect(killed.status == 128 + SIGKILL)
                #expect(try workspace.graft("recover").status == 0)
                #expect(try workspace.registry.names() == (isDone ? [name] : []))
                #expect(try Ours.algorithms().contains(name) == isDone)
                #expect(try workspace.registration(name)?.state.isLive == (isDone ? true : nil))
                #expect((try workspace.registration(name)?.record != nil) == isDone)
                // Settled is settled: there is nothing to be done a second time.
                let again = try workspace.graft("recover", "--json")
                #expect(again.output == ["[]"])
            }
        }

        @Test(
            "between the two tables of an object leaves none of them",
            arguments: [
                "version-pinned", "committed", "registered",
            ])
        func pair(point: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_mixed")
                let before = try Ours()
                let killed = try workspace.run(
                    [Workspace.graft, "register", file], with: ["GRAFT_KILL_AT": point])
                #expect(killed.status == 128 + SIGKILL)
                #expect(try workspace.graft("recover").status == 0)
                #expect(try workspace.registry.names() == [])
                try Ours.expect(before)
            }
        }

        @Test("does not stand in the way of the next try")
        func next() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let killed = try workspace.run(
                    [Workspace.graft, "register", file], with: ["GRAFT_KILL_AT": "committed"])
                #expect(killed.status == 128 + SIGKILL)
                #expect(try workspace.graft("register", file).status == 0)
                #expect(try workspace.registration("gt_plain")?.state == .live)
            }
        }

        @Test("by another one waits for it: of eight that want a name, one has it")
        func race() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                var script = ""
                for index in 0..<8 {
                    script += "\(Workspace.graft) register \(file) 2>gt_error.\(index) & "
                }
                let answer = try workspace.run(["sh", "-c", script + "wait"])
                #expect(answer.output.count == 1)
                for index in 0..<8 {
                    let said = try workspace.folder.file("gt_error.\(index)").text()
                    let isExpected = said.isEmpty || said.contains("is registered already")
                    #expect(isExpected, "\(said)")
                }
                #expect(try workspace.registration("gt_plain")?.state == .live)
            }
        }
    }
}
