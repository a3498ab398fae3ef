// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

extension Hook {
    /// A program that sees packets in the device's driver, before the kernel has made
    /// anything of them.
    static let xdp = Hook(
        "xdp", title: "XDP program",
        filledBy: .program(xdpRules(flags: 1 << 2)),  // XDP_FLAGS_DRV_MODE
        swapping: .atomic(function: "bpf_xdp_link_update"))

    /// The same behind the driver: for every device, and later.
    static let xdpGeneric = Hook(
        "xdp_generic", title: "generic XDP program",
        filledBy: .program(xdpRules(flags: 1 << 1)),  // XDP_FLAGS_SKB_MODE
        swapping: .atomic(function: "bpf_xdp_link_update"))

    /// A program that sees the packets that a device has received.
    static let tcxIngress = Hook(
        "tcx_ingress", title: "tcx ingress program",
        filledBy: .program(tcxRules("ingress", attachType: 46)),
        swapping: .atomic(function: "tcx_link_update"))

    /// A program that sees the packets that a device is to send.
    static let tcxEgress = Hook(
        "tcx_egress", title: "tcx egress program",
        filledBy: .program(tcxRules("egress", attachType: 47)),
        swapping: .atomic(function: "tcx_link_update"))

    private static func xdpRules(flags: UInt32) -> ProgramRules {
        ProgramRules(
            sections: ["xdp"], site: .device, attachType: 37, flags: flags, link: .xdp,
            attachedBy: "bpf_xdp_link_attach",
            remedies: [
                EOPNOTSUPP: "this device has no XDP of its own: --hook xdp-generic",
                EBUSY: "another XDP program is there: see `ip link show` and `bpftool net`",
                EEXIST: "an XDP program is there in the other mode: see `ip link show`",
            ])
    }

    private static func tcxRules(_ direction: String, attachType: UInt32) -> ProgramRules {
        ProgramRules(
            sections: ["tcx/" + direction], site: .device, attachType: attachType, link: .tcx,
            attachedBy: "tcx_link_attach")
    }
}
