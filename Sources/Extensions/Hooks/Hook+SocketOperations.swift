// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

extension Hook {
    /// A program that the kernel asks at the turns of a TCP connection's life.
    ///
    /// Several may be attached to one control group, and to those above it: all run.
    static let socketOperations = Hook(
        "sock_ops", title: "sock_ops program",
        filledBy: .program(
            ProgramRules(
                sections: ["sockops"], site: .controlGroup, attachType: 3,
                link: .controlGroup, attachedBy: "cgroup_bpf_link_attach",
                objection: objection,
                remedies: [
                    EPERM: "a program that was attached without a link may exclude others: "
                        + "see `bpftool cgroup tree`"
                ])),
        swapping: .atomic(function: "cgroup_bpf_replace"))

    @Sendable private static func objection(_ site: Site) throws(KernelError) -> String? {
        guard case .controlGroup(let path) = site else { return nil }
        guard try Folder(path).exists() else { return "there is no folder \(path)" }
        return ControlGroup.contains(path) ? nil : "\(path) is no control group of version 2"
    }
}
