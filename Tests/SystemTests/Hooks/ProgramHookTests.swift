// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A hook that a program fills", .serialized)
    struct ProgramHookTests {
        private static let dropping = "\treturn 2;"
        private static let accepting = "\treturn 0;"

        @Test("is filled, swapped in one step, rolled back and emptied like any other")
        func life() throws {
            try HookGround.with { ground in
                let first = try ground.dissector("gt_one", Self.dropping)
                let second = try ground.dissector("gt_two", Self.accepting)
                let where_ = ["--netns", HookGround.namespace]
                let registered = try ground.workspace.run(
                    [Workspace.graft, "register", first] + where_)
                #expect(
                    registered.output.first?.hasPrefix(
                        "registered gt_one, a flow dissector on netns gt_hooks: gt_one") == true)
                let before = try ground.workspace.registration("gt_one")?.current?.carrierID
                #expect(try ground.graft("swap", "gt_one", second).status == 0)
                let after = try ground.workspace.registration("gt_one")?.current?.carrierID
                #expect(before != after)
                #expect(try ground.graft("rollback", "gt_one").status == 0)
                #expect(
                    try ground.workspace.registration("gt_one")?.current?.carrierID == before)
                // The kernel's own answer for that namespace, and not our record's.
                let namespace = try NetworkNamespace(named: HookGround.namespace)
                #expect(try namespace.program(attachedAs: 17) == before)
                #expect(try ground.graft("unregister", "gt_one").status == 0)
                #expect(try namespace.program(attachedAs: 17) == nil)
            }
        }

        @Test("that has one already takes no second, and says which is there")
        func second() throws {
            try HookGround.with { ground in
                let file = try ground.dissector("gt_one", Self.accepting)
                #expect(
                    try ground.graft("register", file, "--netns", HookGround.namespace).status == 0)
                let again = try ground.graft(
                    "register", file, "--as", "gt_again", "--netns", HookGround.namespace)
                #expect(again.status == 1)
                #expect(
                    again.errors.first?.contains(
                        "this namespace has a flow dissector already (program ") == true)
                let root = try ground.graft("register", file, "--as", "gt_root")
                #expect(root.status == 1)
                #expect(
                    root.errors.first?.contains(
                        "one for the initial namespace rules all others, and gt_hooks has its own")
                        == true)
            }
        }

        @Test(
            "on a device is the one that was asked for",
            arguments: [
                ("xdp", "an XDP program"), ("xdp-generic", "a generic XDP program"),
                ("tcx-ingress", "a tcx ingress program"),
            ])
        func onDevice(_ hook: String, _ title: String) throws {
            try HookGround.with { ground in
                let file = try ground.guardian()
                let answer = try ground.graft(
                    "register", file, "--hook", hook, "--dev", HookGround.device, "--netns",
                    HookGround.namespace)
                #expect(answer.status == 0)
                #expect(answer.output.first?.contains(", \(title) on dev gt_wire") == true)
                #expect(try ground.state("gt_guard") == .live)
            }
        }

        @Test("says that it is empty when its device and its namespace go away")
        func gone() throws {
            try HookGround.with { ground in
                let file = try ground.guardian()
                _ = try ground.graft(
                    "register", file, "--dev", HookGround.device, "--netns", HookGround.namespace)
                let dissector = try ground.dissector("gt_one", Self.accepting)
                _ = try ground.graft("register", dissector, "--netns", HookGround.namespace)
                try NetworkNamespace.delete(named: HookGround.namespace)
                try Self.wait { try ground.state("gt_guard") == .severed }
                try Self.wait { try ground.state("gt_one") == .severed }
                let swap = try ground.graft("swap", "gt_one", dissector)
                #expect(swap.status == 1)
                #expect(try ground.graft("unregister", "gt_guard").status == 0)
                #expect(try ground.graft("unregister", "gt_one").status == 0)
            }
        }

        /// The kernel takes a namespace apart in its own time.
        private static func wait(until isSo: () throws -> Bool) throws {
            let start = Instant.now
            while Instant.now.since(start) < .seconds(20) {
                if try isSo() { return }
                Duration.milliseconds(50).pause()
            }
            Issue.record("it did not become so in 20 s")
        }

        @Test("refuses a site that is none of its kind, before anything is loaded")
        func sites() throws {
            try HookGround.with { ground in
                let file = try ground.guardian()
                let none = try ground.graft("register", file)
                #expect(none.status == 2)
                #expect(none.errors.last == "hint: name it with --dev DEV")
                let unknown = try ground.graft("register", file, "--dev", "gt_nothing")
                #expect(unknown.status == 1)
                #expect(
                    unknown.errors.first?.hasSuffix("there is no device \"gt_nothing\"") == true)
                let group = try ground.workspace.source(
                    "gt_turns",
                    """
                    #include "sockops.bpf.h"
                    LICENSE("GPL");
                    SEC("sockops") int gt_turn(struct bpf_sock_ops *ops) { (void)ops; return 1; }
                    """)
                let folder = try ground.graft("register", group, "--cgroup", "/tmp")
                #expect(folder.status == 1)
                #expect(
                    folder.errors.first?.hasSuffix("/tmp is no control group of version 2") == true)
                let host = try ground.graft(
                    "register", try ground.workspace.fixture("gt_plain"), "--dev", "lo")
                #expect(host.status == 2)
                #expect(try ground.workspace.registry.names().isEmpty)
            }
        }

        @Test("is not swapped for one that differs elsewhere than it may")
        func gate() throws {
            try HookGround.with { ground in
                let old = try ground.dissector("gt_one", Self.accepting)
                let new = try ground.dissector(
                    "gt_two",
                    """
                    \tconst __u8 *ip = (const __u8 *)(long)skb->data + 14;
                    \tif ((const void *)(ip + 20) > (const void *)(long)skb->data_end)
                    \t\treturn 0;
                    \tif (ip[-2] != 8 || ip[-1] != 0)
                    \t\treturn 0;
                    \treturn (ip[0] & 0xf) < 5 ? 2 : 0;
                    """)
                let wild = try ground.dissector("gt_wild", Self.dropping)
                let place = ["--netns", HookGround.namespace]
                _ = try ground.workspace.run([Workspace.graft, "register", old] + place)
                let capture = ground.workspace.folder.path + "/evil.pcap"
                _ = try ground.graft("try", old, "--evil", "3000", "--write", capture)
                let refused = try ground.graft(
                    "swap", "gt_one", wild, "--packets", capture, "--only-differs-on", "ip.ihl < 5")
                #expect(refused.status == 1)
                #expect(refused.errors.first?.contains("packets differ though") == true)
                #expect(try ground.workspace.registration("gt_one")?.current?.number == 1)
                let live = try ground.workspace.run(
                    [Workspace.graft, "try", new, "--packets", capture, "--against", "live"]
                        + place)
                #expect(live.status == 1, "it differs where ip.ihl < 5")
                let done = try ground.graft(
                    "swap", "gt_one", new, "--packets", capture, "--only-differs-on", "ip.ihl < 5")
                #expect(done.status == 0, "\(done.errors)")
                #expect(try ground.workspace.registration("gt_one")?.current?.number == 2)
            }
        }

        @Test("is counted by top while somebody looks, and not after")
        func top() throws {
            try HookGround.with { ground in
                let file = try ground.guardian()
                _ = try ground.graft(
                    "register", file, "--dev", HookGround.device, "--netns", HookGround.namespace)
                let answer = try ground.graft("top", "--once", "--interval", "200ms", "--json")
                #expect(answer.status == 0)
                let json = try JSON(parsing: Array(answer.output.joined(separator: "\n").utf8))
                let names = try json.root["extensions"].elements().map { place in
                    try place["name"].string()
                }
                #expect(names.contains("gt_guard"))
                #expect(try Sysctl("kernel.bpf_stats_enabled").read() == "0")
            }
        }
    }
}
