// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Hook {
    /// TCP congestion control.
    ///
    /// The kernel checks `ssthresh`, `undo_cwnd` and one of the two ways to grow
    /// only at attach; `get_info` it refuses at load.
    static let congestionControl = Hook(
        "tcp_congestion_ops", title: "congestion control",
        filledBy: .table(
            TableRules(
                mandatory: [["ssthresh"], ["undo_cwnd"], ["cong_avoid", "cong_control"]],
                forbidden: ["get_info"],
                // NON_RESTRICTED and NEEDS_ECN; 7.x knows more, and says so itself.
                flags: 0x3)),
        swapping: .atomic(function: "bpf_tcp_ca_update"),
        names: availableAlgorithms)

    /// Whether sockets hold on to its versions.
    public var hasSockets: Bool { id == Hook.congestionControl.id }

    @Sendable private static func availableAlgorithms() throws(KernelError) -> Set<String> {
        let line = try Sysctl.availableCongestionControls.read()
        return Set(line.split(separator: " ").map(String.init))
    }
}
