// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// A namespace with a wire in it, for hooks that a program fills.
struct HookGround {
    static let namespace = "gt_hooks"
    static let device = "gt_wire"
    let workspace: Workspace

    /// Runs `body` beside a new namespace; both are gone afterwards.
    static func with(_ body: (HookGround) throws -> Void) throws {
        try Workspace.with { workspace in
            try make()
            do {
                try body(HookGround(workspace: workspace))
                try? NetworkNamespace.delete(named: namespace)
            } catch {
                try? NetworkNamespace.delete(named: namespace)
                throw error
            }
        }
    }

    /// Holds nothing open: the namespace ends with its name.
    private static func make() throws {
        let there = try NetworkNamespace.create(named: namespace)
        var devices = try NetworkDevices(in: there)
        try devices.createPair(device, "gt_end", in: there)
        try devices.setUp(device)
    }

    func graft(_ words: String...) throws -> Workspace.Answer {
        try workspace.run([Workspace.graft] + words)
    }

    /// A dissector: what it answers stands in `body`.
    func dissector(_ name: String, _ body: String) throws -> String {
        try workspace.source(
            name,
            """
            #include "net.bpf.h"
            LICENSE("GPL");
            SEC("flow_dissector")
            int gt_take_apart(struct __sk_buff *skb)
            {
            	(void)skb;
            \(body)
            }
            """)
    }

    /// An XDP program that also fits tcx, and passes everything.
    func guardian(_ name: String = "gt_guard") throws -> String {
        try workspace.source(
            name,
            """
            #include "net.bpf.h"
            LICENSE("GPL");
            SEC("xdp") int gt_xdp(struct xdp_md *xdp) { (void)xdp; return 2; }
            SEC("tcx/ingress") int gt_tcx(struct __sk_buff *skb) { (void)skb; return -1; }
            """)
    }

    func state(_ name: String) throws -> Registration.State? {
        try workspace.registration(name)?.state
    }
}
