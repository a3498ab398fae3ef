// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A registration")
    struct RegistrationTests {
        @Test(
            "is in the kernel's list from its beginning to its end, linked or not",
            arguments: ["gt_plain", "gt_bare"])
        func available(name: String) throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture(name)
                let before = try Ours()
                #expect(try workspace.graft("register", file).status == 0)
                #expect(try Ours.algorithms().contains(name))
                #expect(try workspace.graft("unregister", name).status == 0)
                #expect(try !Ours.algorithms().contains(name))
                #expect(try workspace.registration(name) == nil)
                try Ours.expect(before)
            }
        }

        @Test("says what it has registered, and that it cannot be swapped without a link")
        func said() throws {
            try Workspace.with { workspace in
                let plain = try workspace.fixture("gt_plain")
                let bare = try workspace.fixture("gt_bare")
                let first = try workspace.object(plain).digest.short
                let second = try workspace.object(bare).digest.short
                #expect(
                    try workspace.graft("register", plain).output == [
                        "registered gt_plain, a congestion control: gt_plain 1.0.0, "
                            + "sha256 \(first)"
                    ])
                #expect(
                    try workspace.graft("register", bare).output == [
                        "registered gt_bare, a congestion control: gt_bare, sha256 \(second) "
                            + "(without a link: it cannot be swapped in one step)"
                    ])
                #expect(
                    try workspace.graft("unregister", "gt_bare").output == ["unregistered gt_bare"])
            }
        }

        @Test("can have another name than its object's")
        func renamed() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                #expect(try workspace.graft("register", file, "--as", "gt_a.b").status == 0)
                #expect(try Ours.algorithms().contains("gt_a.b"))
                #expect(try !Ours.algorithms().contains("gt_plain"))
                #expect(try workspace.registration("gt_a.b")?.state == .live)
                #expect(try workspace.graft("unregister", "gt_a.b").status == 0)
                #expect(try !Ours.algorithms().contains("gt_a.b"))
            }
        }

        @Test("has a name of fifteen bytes at most, all of which count")
        func longest() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.register(file, as: "gt_fifteen_byte")
                #expect(try Ours.algorithms().contains("gt_fifteen_byte"))
            }
        }

        @Test("is remembered with its object, its knobs and who made it")
        func record() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                let answer = try workspace.graft("register", file, "--set", "share=7")
                #expect(answer.status == 0)
                let registration = try #require(try workspace.registration("gt_plain"))
                let record = try #require(registration.record)
                #expect(record.hook == "tcp_congestion_ops")
                #expect(record.extension == "gt_plain")
                #expect(record.isLinked)
                #expect(record.versions.count == 1)
                let version = record.versions[0]
                #expect(version.number == 1)
                #expect(try version.digest == workspace.object(file).digest)
                #expect(version.knobs == [Record.Setting(knob: "share", value: "7")])
                #expect(version.file == file)
                #expect(version.stated == "1.0.0")
                #expect(version.carrier == registration.current?.carrierID)
            }
        }

        @Test("outlives the process that made it, and is made again after its end")
        func again() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                for _ in 0..<3 {
                    #expect(try workspace.graft("register", file).status == 0)
                    #expect(try workspace.registration("gt_plain")?.state == .live)
                    #expect(try workspace.graft("unregister", "gt_plain").status == 0)
                }
            }
        }

        @Test("of an object with two tables is whole")
        func pair() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_pair")
                let records = try workspace.register(file)
                #expect(records.map(\.name) == ["gt_one", "gt_two"])
                #expect(try Ours.algorithms().isSuperset(of: ["gt_one", "gt_two"]))
                #expect(try workspace.graft("unregister", "gt_one").status == 0)
                #expect(try Ours.algorithms().contains("gt_two"))
                #expect(try !Ours.algorithms().contains("gt_one"))
            }
        }

        @Test(
            "of an object with two tables is none when the second's name is taken",
            arguments: [("gt_pair", "gt_two", "gt_one"), ("gt_mixed", "gt_mix_b", "gt_mix_a")])
        func allOrNothing(file: String, taken: String, first: String) throws {
            try Workspace.with { workspace in
                let plain = try workspace.fixture("gt_plain")
                let pair = try workspace.fixture(file)
                try workspace.register(plain, as: taken)
                let before = try Ours()
                let answer = try workspace.graft("register", pair)
                #expect(answer.status == 1)
                #expect(
                    answer.errors.first == "error: register \(file) as a congestion control: "
                        + "\"\(taken)\" is registered already")
                #expect(try !Ours.algorithms().contains(first))
                #expect(try Ours.algorithms().contains(taken))
                #expect(try workspace.registry.names() == [taken])
                try Ours.expect(before)
            }
        }

        /// The kernel lists no names for other hooks, nor does a look before
        /// help when two objects race; so the undoing itself is tried, with two
        /// tables of one object that want the same name.
        @Test("of an object whose tables want the same name is none")
        func sameName() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_twins",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_twin_a = { GT_RENO, .name = "gt_twin" };
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_twin_b = { GT_RENO, .name = "gt_twin" };
                    """)
                let before = try Ours()
                let answer = try workspace.graft("register", file)
                #expect(answer.status == 1)
                #expect(answer.errors.first?.contains("gt_twin") == true)
                #expect(try !Ours.algorithms().contains("gt_twin"))
                #expect(try workspace.registry.names() == [])
                try Ours.expect(before)
            }
        }

        @Test("that others made is left alone unless that is asked for")
        func foreign() throws {
            try Workspace.with { workspace in
                let bare = try workspace.fixture("gt_bare")
                let plain = try workspace.fixture("gt_plain")
                try workspace.bpftool("struct_ops", "register", bare)
                let pins = workspace.places.pins + "_foreign"
                try workspace.bpftool("struct_ops", "register", plain, pins)
                for name in ["gt_bare", "gt_plain"] {
                    let answer = try workspace.graft("unregister", name)
                    #expect(answer.status == 1)
                    #expect(
                        answer.errors == [
                            "error: unregister \(name): \"\(name)\" was not registered by graft",
                            "hint: if you are sure: `graft unregister --foreign \(name)`",
                        ])
                    #expect(try Ours.algorithms().contains(name))
                    #expect(try workspace.graft("unregister", "--foreign", name).status == 0)
                    #expect(try !Ours.algorithms().contains(name))
                }
                try Folder(pins).removeTree()
            }
        }

        @Test("is not what somebody else pinned in our folder")
        func stray() throws {
            try Workspace.with { workspace in
                let plain = try workspace.fixture("gt_plain")
                let pins = workspace.places.pins
                try workspace.bpftool("struct_ops", "register", plain, pins)
                let answer = try workspace.graft("unregister", "gt_plain")
                #expect(answer.status == 1)
                #expect(answer.output == [])
                #expect(try Ours.algorithms().contains("gt_plain"))
                try Folder(pins).removeTree()
            }
        }

        @Test("that does not exist cannot be ended, ours or not")
        func unknown() throws {
            try Workspace.with { workspace in
                for words in [["unregister", "gt_none"], ["unregister", "--foreign", "gt_none"]] {
                    let answer = try workspace.run([Workspace.graft] + words)
                    #expect(answer.status == 1)
                    #expect(
                        answer.errors.first
                            == "error: unregister gt_none: nothing is registered as \"gt_none\"")
                }
            }
        }

        @Test("of ours is not ended as a foreign one")
        func oursAsForeign() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                #expect(try workspace.graft("unregister", "--foreign", "gt_plain").status == 1)
                #expect(try workspace.registration("gt_plain")?.state == .live)
            }
        }
    }
}
