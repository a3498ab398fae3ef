// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A check")
    struct CheckTests {
        @Test("of a good object says yes three times, and leaves nothing in the kernel")
        func good() throws {
            try Workspace.with { workspace in
                let before = try Ours()
                let object = try workspace.object(workspace.fixture("gt_plain"))
                let check = try Check(object, on: RunningKernel())
                #expect(check.load == .yes)
                #expect(check.attach == .yes)
                #expect(check.swap == .yes)
                #expect(
                    check.programs.map(\.name) == [
                        "gt_ssthresh", "gt_cong_avoid", "gt_undo_cwnd", "gt_set_state",
                    ])
                #expect(check.programs.allSatisfy { $0.instructions > 1 && $0.time > .zero })
                try Ours.expect(before)
            }
        }

        @Test("says that an object without a link cannot be swapped")
        func withoutLink() throws {
            try Workspace.with { workspace in
                let object = try workspace.object(workspace.fixture("gt_bare"))
                let check = try Check(object, on: RunningKernel())
                #expect(check.attach == .yes)
                #expect(
                    check.swap
                        == .no([
                            "\"gt_bare\" is declared without a link (SEC(\".struct_ops\"))"
                        ]))
            }
        }

        @Test("says that a name is taken")
        func taken() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_plain")
                try workspace.register(file)
                let answer = try workspace.graft("check", file)
                #expect(answer.status == 1)
                #expect(
                    answer.output.prefix(4).dropFirst() == [
                        "  can load    yes",
                        "  can attach  no: the name \"gt_plain\" is taken",
                        "  can swap    no: it cannot be attached",
                    ])
            }
        }

        @Test("agrees with the kernel: what it lets pass is registered")
        func agrees() throws {
            try Workspace.with { workspace in
                for name in ["gt_plain", "gt_bare", "gt_pair", "gt_mixed", "gt_globals", "gt_weak"]
                {
                    let file = try workspace.fixture(name)
                    #expect(try workspace.graft("check", file).status == 0)
                    let answer = try workspace.graft("register", file)
                    #expect(answer.errors == [])
                }
            }
        }

        @Test("gives every reason why not")
        func reasons() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_wrong",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("Proprietary");
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_wrong = {
                        .ssthresh = (void *)gt_ssthresh, .flags = 0x10, .name = "reno" };
                    """)
                let check = try Check(workspace.object(file), on: RunningKernel())
                #expect(
                    check.load
                        == .no(["its licence \"Proprietary\" is not compatible with the GPL"]))
                #expect(check.attach == .no(["it cannot be loaded"]))
                #expect(try workspace.graft("check", file).status == 1)
            }
        }

        @Test("of an unknown hook ends as beyond the kernel")
        func unknownHook() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_unknown",
                    """
                    #include "tcp.bpf.h"
                    LICENSE("GPL");
                    struct gt_no_such_ops { int (*act)(struct sock *sk); };
                    SEC("struct_ops")
                    int BPF_PROG(gt_act, __unused struct sock *sk) { return 0; }
                    SEC(".struct_ops.link")
                    struct gt_no_such_ops gt_unknown = { .act = (void *)gt_act };
                    """)
                let answer = try workspace.graft("check", file)
                #expect(
                    answer.output.dropFirst().first
                        == "  can load    no: this kernel has no hook \"gt_no_such_ops\"")
                #expect(answer.status == 3)
            }
        }

        @Test("that tries one which needs ECN sees it carry traffic")
        func needsECN() throws {
            try Workspace.with { workspace in
                let answer = try workspace.graft("check", "dctcp", "--as", "gt_dctcp", "--try")
                #expect(answer.output.contains("  can carry   yes"))
                #expect(answer.status == 0)
            }
        }

        @Test("shows the verifier's reason")
        func verifier() throws {
            try Workspace.with { workspace in
                let file = try workspace.source(
                    "gt_wild",
                    """
                    #include "gt_reno.bpf.h"
                    LICENSE("GPL");
                    SEC("struct_ops")
                    void BPF_PROG(gt_init, struct sock *sk)
                    {
                        *(__u32 *)sk = 1;
                    }
                    SEC(".struct_ops.link")
                    struct tcp_congestion_ops gt_wild = {
                        GT_RENO, .init = (void *)gt_init, .name = "gt_wild" };
                    """)
                let answer = try workspace.graft("check", file)
                #expect(answer.status == 1)
                let line = try #require(answer.output.dropFirst().first)
                #expect(
                    line.hasPrefix(
                        "  can load    no: load: the verifier refused gt_init at gt_wild.bpf.c:6: ")
                )
            }
        }
    }
}
