// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Hook {
    /// What takes packets apart for the kernel's flow hash.
    static let flowDissector = Hook(
        "flow_dissector", title: "flow dissector",
        filledBy: .program(
            ProgramRules(
                sections: ["flow_dissector"], site: .namespace, attachType: attachType,
                link: .namespace, attachedBy: "netns_bpf_link_create",
                objection: objection)),
        swapping: .atomic(function: "bpf_netns_link_update_prog"))

    private static let attachType: UInt32 = 17

    /// The kernel's rules, which it tells as EEXIST and E2BIG: one in a namespace,
    /// and the initial one rules all others and excludes them.
    @Sendable private static func objection(_ site: Site) throws(KernelError) -> String? {
        guard case .namespace(let name) = site else { return nil }
        let here = try Site.open(name)
        if let program = try here.program(attachedAs: attachType) {
            return "this namespace has a flow dissector already (program \(program))"
        }
        for sighting in try NetworkNamespace.enumerate().found
        where sighting.identity != here.identity {
            // One that ends while we look excludes nobody.
            guard here.identity.isInitial || sighting.identity.isInitial,
                let other = try? NetworkNamespace(sighting),
                let program = try other.program(attachedAs: attachType)
            else { continue }
            return here.identity.isInitial
                ? "one for the initial namespace rules all others, and \(sighting.words) "
                    + "has its own (program \(program))"
                : "the initial namespace has one (program \(program)), and it rules all others"
        }
        return nil
    }
}
