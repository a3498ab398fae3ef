// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A rollback")
    struct RollbackTests {
        @Test("needs no file, and goes back once")
        func twice() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.swap(to: "gs_second")
                for name in ["gs_first", "gs_second"] {
                    try ground.folder.file("\(name).bpf.o").remove()
                }
                try ground.places.removeObjects()
                let trace = ground.folder.file("trace").path
                let answer = try ground.run([
                    "strace", "-f", "-qq", "-o", trace, "-e", "trace=bpf", SwapGround.graft,
                    "rollback", "gs_reno",
                ])
                #expect(answer.status == 0, "\(answer.errors)")
                #expect(answer.output.hasPrefix("gs_reno: v2 ("))
                // Of our extension nothing is loaded: the table that is there is put back.
                #expect(!(try File(trace).text().contains("BPF_PROG_TYPE_STRUCT_OPS")))
                try expectStanding(1, ground)
                try ground.expectRefused(
                    ["rollback", "gs_reno"],
                    """
                    error: roll back gs_reno: no version before v1 is kept ready
                    hint: see `graft list gs_reno`, or name one with --to VERSION

                    """)
            }
        }

        @Test("is refused where there was no swap")
        func nothingBefore() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.expectRefused(
                    ["rollback", "gs_reno"],
                    """
                    error: roll back gs_reno: no version before v1 is kept ready
                    hint: see `graft list gs_reno`, or name one with --to VERSION

                    """)
            }
        }

        @Test("goes to a pinned version by number, and back again")
        func byNumber() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.swap(to: "gs_second")
                try ground.done("rollback", "gs_reno", "--to", "1")
                try expectStanding(1, ground)
                try ground.done("rollback", "gs_reno", "--to", "v2")
                try expectStanding(2, ground)
                try ground.expectRefused(
                    ["rollback", "gs_reno", "--to", "2"],
                    "error: roll back gs_reno to 2: it is the current version\n")
            }
        }

        @Test("takes a version that is not pinned any more out of the store, by its digest")
        func byDigest() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let digest = try ground.object("gs_first").digest.hexadecimal
                try ground.swap(to: "gs_second")
                try ground.swap(to: "gs_third")
                try ground.folder.file("gs_first.bpf.o").remove()
                #expect(!File(ground.places.pins + "/gs_reno/v1").isThere)
                try ground.done("rollback", "gs_reno", "--to", String(digest.prefix(8)))
                let current = try #require(try ground.registration()?.current)
                #expect(current.number == 4)
                #expect(current.record?.digest.hexadecimal == digest)
                try expectStanding(4, ground)
            }
        }

        @Test("takes it out of the store by its number too")
        func byOldNumber() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let digest = try ground.object("gs_first").digest.hexadecimal
                try ground.swap(to: "gs_second")
                try ground.swap(to: "gs_third")
                try ground.swap(to: "gs_fourth")
                let answer = try ground.graft("rollback", "gs_reno", "--to", "1")
                let current = try ground.registration()?.current
                #expect(answer.status == 0, "\(answer.errors)")
                #expect(current?.record?.digest.hexadecimal == digest)
            }
        }

        /// A number is no digest: `1` must not mean the one object of the store whose
        /// digest happens to begin with it.
        @Test("never takes a number for a digest")
        func numberIsNoDigest() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.swap(to: "gs_second")
                let other = try ground.object("gs_third").digest.hexadecimal
                let objects = Folder(ground.places.store + "/objects")
                try objects.file("9" + other.dropFirst() + ".bpf.o")
                    .replace(with: SwapObjects.bytes("gs_third"))
                let answer = try ground.graft("rollback", "gs_reno", "--to", "9")
                #expect(answer.status != 0)
                try expectStanding(2, ground)
            }
        }

        @Test("is refused for a version that nobody knows")
        func unknown() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                try ground.swap(to: "gs_second")
                // The last used first.
                let digests = try ["gs_second", "gs_first"].map {
                    String(try ground.object($0).digest.hexadecimal.prefix(12))
                }
                try ground.expectRefused(
                    ["rollback", "gs_reno", "--to", "00000000"],
                    "error: find the version \"00000000\": no stored object begins so\n"
                        + "hint: stored are \(digests.joined(separator: ", "))\n")
            }
        }

        @Test("keeps the knobs that the version had")
        func knobs() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first", knobs: [.init(knob: "gs_kept", value: "77")])
                try ground.swap(to: "gs_second")
                try ground.swap(to: "gs_third")
                try ground.swap(to: "gs_fourth")
                let digest = try ground.object("gs_first").digest.hexadecimal
                try ground.rollback(to: String(digest.prefix(12)))
                let current = try #require(try ground.registration()?.current)
                #expect(current.record?.digest.hexadecimal == digest)
                #expect(current.record?.knobs == [.init(knob: "gs_kept", value: "77")])
            }
        }
    }
}

extension Places {
    /// The store empty, as after a purge.
    fileprivate func removeObjects() throws {
        let objects = Folder(store + "/objects")
        if try objects.exists() { try objects.removeTree() }
    }
}
