// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("The list of registrations")
    struct ListTests {
        private func state(_ name: String, _ workspace: Workspace) throws -> Registration.State? {
            try workspace.registration(name)?.state
        }

        @Test("shows ours as live, with a link or without")
        func live() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                try workspace.register(workspace.fixture("gt_bare"))
                #expect(try state("gt_plain", workspace) == .live)
                #expect(try state("gt_bare", workspace) == .liveWithoutLink)
                #expect(try workspace.registration("gt_plain")?.owner == .graft)
            }
        }

        @Test("agrees with bpftool on the maps and programs of a registration")
        func agrees() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                let version = try #require(try workspace.registration("gt_plain")?.current)
                let shown = try workspace.bpftool(
                    "struct_ops", "list", "id", "\(version.carrierID)")
                #expect(shown.hasPrefix("\(version.carrierID): gt_plain"))
                #expect(
                    version.programs.map(\.member) == [
                        "ssthresh", "cong_avoid", "set_state", "undo_cwnd",
                    ])
                for operation in version.programs {
                    let program = try workspace.bpftool(
                        "prog", "show", "id", "\(operation.programID)")
                    #expect(program.contains("name gt_\(operation.member)"))
                    #expect(program.contains("tag \(operation.tag)"))
                }
            }
        }

        @Test("shows what others registered, as foreign")
        func foreign() throws {
            try Workspace.with { workspace in
                let pins = workspace.places.pins
                try workspace.bpftool(
                    "struct_ops", "register", workspace.fixture("gt_bare"))
                try workspace.bpftool(
                    "struct_ops", "register", workspace.fixture("gt_plain"), pins + "_foreign")
                let bare = try #require(try workspace.registration("gt_bare"))
                #expect(bare.owner == .foreign)
                #expect(bare.state == .liveWithoutLink)
                let plain = try #require(try workspace.registration("gt_plain"))
                #expect(plain.owner == .foreign)
                #expect(plain.state == .live)
                #expect(plain.record == nil)
                try workspace.bpftool("struct_ops", "unregister", "name", "gt_bare")
                try Folder(pins + "_foreign").removeTree()
            }
        }

        @Test("shows a link that holds nothing any more as severed, until it is unregistered")
        func severed() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                let link = workspace.places.pins + "/gt_plain/link"
                try workspace.bpftool("link", "detach", "pinned", link)
                #expect(try !Ours.algorithms().contains("gt_plain"))
                #expect(try state("gt_plain", workspace) == .severed)
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
                #expect(try state("gt_plain", workspace) == nil)
            }
        }

        @Test("shows a pin without a record")
        func withoutRecord() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                try Folder(workspace.places.records + "/registrations").removeTree()
                let registration = try #require(try workspace.registration("gt_plain"))
                #expect(registration.owner == .graft)
                #expect(registration.state == .live)
                #expect(registration.record == nil)
                #expect(registration.hook.id == "tcp_congestion_ops")
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
                #expect(try !Ours.algorithms().contains("gt_plain"))
            }
        }

        @Test("shows a record without a pin")
        func withoutPin() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                try Folder(workspace.places.pins + "/gt_plain").removeTree()
                let registration = try #require(try workspace.registration("gt_plain"))
                #expect(registration.record != nil)
                #expect(!registration.state.isLive)
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
                #expect(try workspace.registration("gt_plain") == nil)
            }
        }

        @Test("shows what is loaded and pinned, and not registered")
        func unregistered() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                try File(workspace.places.pins + "/gt_plain/link").remove()
                // Without its last reference the link goes a moment later.
                let start = Instant.now
                while try Ours.algorithms().contains("gt_plain"),
                    Instant.now.since(start) < .seconds(5)
                {
                    Duration.milliseconds(1).pause()
                }
                #expect(try state("gt_plain", workspace) == .unregistered)
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
            }
        }

        @Test("does not say that an empty folder among the pins was written down")
        func emptyFolder() throws {
            try Workspace.with { workspace in
                let folder = Folder(workspace.places.pins + "/gt_empty")
                try folder.create()
                let answer = try workspace.graft("list")
                #expect(answer.status == 0)
                #expect(!answer.output.contains { $0.contains("written down") })
                try folder.remove()
            }
        }

        @Test("tells of a damaged record what is wrong with it, and where")
        func damaged() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                let record = File(workspace.places.records + "/registrations/gt_plain.json")
                let whole = try record.bytes()
                try record.replace(with: "{ \"schema\": 1")
                let answer = try workspace.graft("list")
                #expect(answer.status == 1)
                #expect(answer.errors.first?.hasPrefix("error: read \(record.path): ") == true)
                #expect(
                    answer.errors.last
                        == "hint: remove the file; `graft list` then shows what the kernel knows")
                try record.replace(with: whole)
            }
        }

        @Test("is read without being changed, by text and by JSON alike")
        func shown() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                let text = try workspace.graft("list", "gt_plain")
                #expect(text.status == 0)
                #expect(text.output.contains { $0.hasPrefix("gt_plain") && $0.contains("live") })
                let json = try workspace.graft("list", "gt_plain", "--json")
                #expect(json.status == 0)
                #expect(json.output.contains("    \"name\": \"gt_plain\","))
                #expect(json.output.contains("    \"state\": \"live\","))
                #expect(json.output.contains("    \"owner\": \"graft\","))
                #expect(try workspace.graft("list", "gt_none").status == 1)
            }
        }
    }
}
