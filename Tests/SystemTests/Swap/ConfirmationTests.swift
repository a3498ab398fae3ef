// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A swap that is to be confirmed")
    struct ConfirmationTests {
        @Test("goes back by itself in time, with what it had moved")
        func unconfirmed() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let worker = try ground.namespace("a").worker()
                let listener = try SwapSocket.listening(in: worker, algorithm: "gs_reno")
                let client = try SwapSocket.connected(
                    in: worker, to: "127.0.0.1", port: listener.port(), algorithm: "gs_reno")
                let server = try listener.accepted()
                let start = Instant.now
                try ground.begin("2s", "--migrate")
                let old = try ground.map(1)
                #expect(try ground.census().sockets(onMap: old) == [:])
                let isBack = try SwapGround.wait(.seconds(15)) {
                    try ground.watchers().isEmpty
                }
                #expect(isBack)
                let time = Instant.now.since(start)
                #expect(time >= .seconds(2))
                #expect(time < .seconds(6))
                try expectStanding(1, ground)
                #expect(
                    try ground.census().sockets(onMap: old) == [.listen: 1, .established: 2])
                withExtendedLifetime((client, server)) {}
            }
        }

        @Test("stays when it is confirmed, and its watcher goes")
        func confirmed() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.begin("2s")
                try expectStanding(2, ground, isPending: true)
                #expect(try ground.done("confirm", "gs_reno") == "confirmed: gs_reno stays at v2\n")
                let start = Instant.now
                let isAlone = try SwapGround.wait { try ground.watchers().isEmpty }
                #expect(isAlone)
                #expect(Instant.now.since(start) < .seconds(1))
                Duration.milliseconds(2500).pause()
                try expectStanding(2, ground)
                let again = try ground.graft("confirm", "gs_reno")
                #expect(again.status == 1)
                #expect(
                    again.errors.hasPrefix(
                        "error: confirm gs_reno: no swap of it waits to be confirmed\n"))
            }
        }

        @Test("is over when it is rolled back, and its watcher goes")
        func rolledBack() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.begin("60s")
                try ground.done("rollback", "gs_reno")
                try expectStanding(1, ground)
                try ground.done("swap", "gs_reno", ground.file("gs_third"))
                try expectStanding(3, ground)
            }
        }

        @Test("is over when it is unregistered, and its watcher goes")
        func unregistered() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.begin("60s")
                try ground.done("unregister", "gs_reno")
                try expectStanding(nil, ground)
                try ground.register("gs_first")
                let answer = try ground.graft("swap", "gs_reno", ground.file("gs_second"))
                #expect(answer.status == 0, "\(answer.errors)")
            }
        }

        @Test(
            "is settled at once by the next command when its watcher was killed",
            arguments: ["recover", "swap", "confirm", "unregister"])
        func unwatched(_ verb: String) throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.begin("60s")
                let watcher = try #require(try ground.watchers().first)
                kill(watcher.pid, SIGKILL)
                #expect(SwapGround.wait { (try? watcher.exists()) != true })
                switch verb {
                case "recover":
                    #expect(
                        try ground.done("recover")
                            == "gs_reno: unconfirmed swap to v2 was left half done: rolled back\n")
                    try expectStanding(1, ground)
                case "swap":
                    try ground.done("swap", "gs_reno", ground.file("gs_third"))
                    try expectStanding(3, ground)
                    #expect(try ground.registration()?.record?.previous == 1)
                case "confirm":
                    // It has gone back: there is nothing to keep.
                    #expect(try ground.graft("confirm", "gs_reno").status == 1)
                    try expectStanding(1, ground)
                default:
                    try ground.done("unregister", "gs_reno")
                    try expectStanding(nil, ground)
                }
            }
        }

        @Test("is watched by a process in a group of its own")
        func group() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.begin("60s")
                let watcher = try #require(try ground.watchers().first)
                #expect(getpgid(watcher.pid) == watcher.pid)
                #expect(getpgid(watcher.pid) != getpgid(0))
                try ground.done("confirm", "gs_reno")
            }
        }

        @Test("is not begun twice, and not left when its new version is refused")
        func refused() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let answer = try ground.graft(
                    "swap", "gs_reno", ground.file("gs_halved"), "--confirm-within", "60s")
                #expect(answer.status == 1)
                try expectStanding(1, ground)
            }
        }
    }
}

extension SwapGround {
    /// Swaps to the second version, to be confirmed within `time`.
    fileprivate func begin(_ time: String, _ words: String...) throws {
        let answer = try graft(
            ["swap", "gs_reno", file("gs_second"), "--confirm-within", time] + words)
        try #require(answer.status == 0, "\(answer.errors)")
        #expect(
            answer.errors.hasSuffix("unless you type `graft confirm gs_reno`\n"),
            "\(answer.errors)")
    }
}
