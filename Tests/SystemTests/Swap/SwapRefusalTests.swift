// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A swap is refused, and nothing is loaded or changed,")
    struct SwapRefusalTests {
        @Test("when the kernel's rules forbid it", arguments: RefusedSwap.all)
        func forbidden(_ refused: RefusedSwap) throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.swap(to: "gs_second")
                try ground.expectRefused(
                    ["swap", refused.name, ground.file(refused.object)], refused.errors)
            }
        }

        @Test("when another swap waits to be confirmed")
        func pending() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.done(
                    "swap", "gs_reno", ground.file("gs_second"), "--confirm-within", "60s")
                try ground.expectRefused(
                    ["swap", "gs_reno", ground.file("gs_third")],
                    """
                    error: swap gs_reno: v2 waits to be confirmed
                    hint: `graft confirm gs_reno` or `graft rollback gs_reno` first

                    """)
                try ground.done("confirm", "gs_reno")
            }
        }

        @Test("when it is registered without a link")
        func unlinked() throws {
            try SwapGround.with { ground in
                try ground.register("gs_unlinked2")
                try ground.expectRefused(
                    ["swap", "gs_reno", ground.file("gs_second")],
                    """
                    error: swap gs_reno: it is registered without a link, and cannot be swapped in one step
                    hint: `graft unregister gs_reno`, then register one that has a link

                    """)
            }
        }

        @Test("when something else has registered it")
        func foreign() throws {
            try SwapGround.with { ground in
                let loaded = try ground.object("gs_stranger").load(into: ground.kernel)
                try loaded.commit("gs_table")
                let map = try #require(loaded.tables["gs_table"])
                let link = try Link(registering: map, as: "gs_stranger")
                try ground.expectRefused(
                    ["swap", "gs_stranger", ground.file("gs_second")],
                    """
                    error: swap gs_stranger: "gs_stranger" was not registered by graft
                    hint: see `graft list gs_stranger`

                    """)
                try ground.expectRefused(
                    ["rollback", "gs_stranger"],
                    """
                    error: roll back gs_stranger: "gs_stranger" was not registered by graft
                    hint: see `graft list gs_stranger`

                    """)
                _ = consume link
            }
        }

        @Test("when the kernel has it no more as it was written down")
        func severed() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try Link(pinnedAt: ground.places.pins + "/gs_reno/link").detach("gs_reno")
                let answer = try ground.graft("swap", "gs_reno", ground.file("gs_second"))
                #expect(answer.status == 1)
                #expect(
                    answer.errors == """
                        error: swap gs_reno: it is not live as it was written down
                        hint: see `graft list gs_reno` and `graft recover`

                        """)
                try ground.done("unregister", "gs_reno")
            }
        }

        @Test("when what follows the update is known to be impossible")
        func noInstruments() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.folder.folder("extensions").removeTree()
                let answer = try ground.graft("swap", "gs_reno", ground.file("gs_second"))
                let standing = try SwapStanding.settled(ground)
                #expect(answer.status == 1)
                #expect(standing.version == 1)
                #expect(standing.complaints == [])
            }
        }
    }

    @Suite("A lock that another command holds")
    struct SwapLockTests {
        @Test("is waited for")
        func waiting() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let lock = ground.places.records + "/lock"
                let start = Instant.now
                var spawn = Spawn(["flock", lock, "sleep", "0.5"])
                spawn.leadsGroup = true
                let holder = try ChildProcess.start(spawn)
                #expect(SwapGround.wait { isHeld(ground) })
                try ground.done("unregister", "gs_reno")
                #expect(Instant.now.since(start) >= .milliseconds(500))
                #expect(try holder.wait() == .exited(0))
            }
        }

        @Test("is told at once with --no-wait, with who holds it")
        func told() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let lock = try FileLock.wait(for: ground.places.records + "/lock")
                let own = try ProcessIdentity.current()
                let refusal = try refusal(ground)
                #expect(refusal?.attempt == "change what is registered")
                #expect(refusal?.hint == "leave --no-wait out to wait for it")
                guard case .busy(let words)? = refusal?.reason else {
                    Issue.record("refused otherwise")
                    return
                }
                #expect(words.hasPrefix("process \(own.pid) ("))
                for words in [
                    ["swap", "gs_reno", try ground.file("gs_second")], ["rollback", "gs_reno"],
                    ["unregister", "gs_reno"],
                ] {
                    let answer = try ground.graft(words + ["--no-wait"])
                    #expect(answer.status == 1)
                    #expect(
                        answer.errors.hasPrefix(
                            "error: change what is registered: process \(own.pid) ("))
                }
                _ = consume lock
            }
        }

        private func isHeld(_ ground: SwapGround) -> Bool {
            (try? refusal(ground)).flatMap { $0 } != nil
        }

        private func refusal(_ ground: SwapGround) throws -> Refusal? {
            do throws(Refusal) {
                _ = try Session(ground.places, waiting: false)
                return nil
            } catch {
                return error
            }
        }
    }
}

/// What is asked for, and the words with which it is refused.
struct RefusedSwap: Sendable, CustomTestStringConvertible {
    let why: String
    var name = "gs_reno"
    let object: String
    let errors: String

    var testDescription: String { why }

    static let all = [
        RefusedSwap(
            why: "another algorithm's name", object: "gs_stranger",
            errors: """
                error: swap gs_reno: gs_stranger registers as "gs_stranger", and a swap keeps the name
                hint: have it renamed with --rename

                """),
        RefusedSwap(
            why: "another hook type", object: "gs_scheduler",
            errors: """
                error: swap gs_reno: it is a congestion control, and gs_scheduler is a scheduler

                """),
        RefusedSwap(
            why: "no link", object: "gs_unlinked2",
            errors: """
                error: swap gs_reno: gs_unlinked2 is declared without a link (SEC(".struct_ops"))
                hint: declare its table with SEC(".struct_ops.link")

                """),
        RefusedSwap(
            why: "unknown name", name: "gs_nothing", object: "gs_second",
            errors: """
                error: swap gs_nothing: nothing is registered as "gs_nothing"
                hint: see `graft list`

                """),
        RefusedSwap(
            why: "the kernel's own", name: "reno", object: "gs_second",
            errors: """
                error: swap reno: nothing is registered as "reno"
                hint: see `graft list`

                """),
        RefusedSwap(
            why: "a missing operation", object: "gs_halved",
            errors: """
                error: swap gs_reno: congestion control "gs_table" must fill "undo_cwnd"
                hint: see `graft check FILE`

                """),
    ]
}

extension SwapGround {
    /// Expects exit code 1 and these words, no load, and the same state as before.
    func expectRefused(
        _ words: [String], _ errors: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try state()
        let trace = folder.file("trace").path
        let answer = try run(
            ["strace", "-f", "-qq", "-o", trace, "-e", "trace=bpf", SwapGround.graft] + words)
        #expect(answer.errors == errors, sourceLocation: sourceLocation)
        #expect(answer.output == "", sourceLocation: sourceLocation)
        #expect(answer.status == 1, sourceLocation: sourceLocation)
        let loads = try File(trace).text().split(separator: "\n")
            .filter { $0.contains("BPF_PROG_LOAD") || $0.contains("BPF_MAP_CREATE") }
        #expect(loads == [], sourceLocation: sourceLocation)
        #expect(try state() == before, sourceLocation: sourceLocation)
    }

    /// All that a refused command must not change.
    private func state() throws -> [String] {
        var state = try SwapResidue().things
        let link = places.pins + "/gs_reno/link"
        if File(link).isThere { state.append("link \(try Link(pinnedAt: link).details().mapID)") }
        for name in ["registrations/gs_reno.json", "intent.json", "pending/gs_reno.json"] {
            let bytes = try File("\(places.records)/\(name)").bytesIfAny() ?? []
            state.append("\(name) \(Digest(of: bytes).hexadecimal)")
        }
        return state
    }
}
