// SPDX-License-Identifier: Apache-2.0

/// What a program is for, read from the name of its section.
///
/// The numbers are those of the kernel's `bpf_prog_type` and `bpf_attach_type`.
public struct ProgramKind: Equatable, Sendable {
    public let type: UInt32
    /// The expected attach type; a struct_ops program's comes from its table.
    public let attachType: UInt32
    /// The kernel function, tracepoint or iterator that a section names.
    public let target: Target?
    public let isSleepable: Bool

    /// Something in the kernel's BTF that the program is loaded for.
    public struct Target: Equatable, Sendable {
        /// Its name in BTF: `bpf_iter_tcp`, `btf_trace_tcp_probe`.
        public let name: String
        /// A tracepoint is a typedef; the others are functions.
        public let isTypedef: Bool
    }

    public static let structOps: UInt32 = 27
    static let tracing: UInt32 = 26

    public var isStructOps: Bool { type == ProgramKind.structOps }
    public var isKnown: Bool { type != 0 }

    public init(section: String) {
        let parts = section.split(separator: "/", maxSplits: 1).map(String.init)
        let head = parts.first ?? ""
        let rest = parts.count > 1 ? parts[1] : ""
        let row = ProgramKind.rows[section] ?? ProgramKind.rows[head]
        type = row?.type ?? 0
        attachType = row?.attach ?? 0
        isSleepable = head.hasSuffix(".s")
        switch head {
        case "iter", "iter.s": target = Target(name: "bpf_iter_" + rest, isTypedef: false)
        case "tp_btf": target = Target(name: "btf_trace_" + rest, isTypedef: true)
        case "fentry", "fexit", "fentry.s", "fexit.s", "fmod_ret", "fmod_ret.s":
            target = Target(name: rest, isTypedef: false)
        default: target = nil
        }
    }

    /// By the whole section name, or by the part before the first slash.
    private static let rows: [String: (type: UInt32, attach: UInt32)] = [
        "struct_ops": (structOps, 0), "struct_ops.s": (structOps, 0),
        "iter": (tracing, 28), "iter.s": (tracing, 28),
        "tp_btf": (tracing, 23),
        "fentry": (tracing, 24), "fentry.s": (tracing, 24),
        "fmod_ret": (tracing, 26), "fmod_ret.s": (tracing, 26),
        "fexit": (tracing, 25), "fexit.s": (tracing, 25),
        "raw_tp": (17, 0), "raw_tracepoint": (17, 0),
        "tp": (5, 0), "tracepoint": (5, 0),
        "sockops": (13, 3),
        "flow_dissector": (22, 17),
        "xdp": (6, 37),
        "tc": (3, 0), "tcx/ingress": (3, 46), "tcx/egress": (3, 47),
        "socket": (1, 0),
        "cgroup_skb/ingress": (8, 0), "cgroup_skb/egress": (8, 1),
        "syscall": (31, 0),
    ]
}
