// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How a program fills a hook: what it must be, where it goes, and as what.
public struct ProgramRules: Sendable {
    /// The sections whose programs fit, the usual one first.
    public let sections: [String]
    public let site: Site.Kind
    /// The kernel's `bpf_attach_type`.
    let attachType: UInt32
    /// Of the link's creation.
    var flags: UInt32 = 0
    /// How its links show themselves.
    let link: Link.Kind
    /// The kernel's function behind the attachment: a kernel without it lacks the hook.
    let attachedBy: String
    /// Why the kernel will refuse this site; nil where nothing is known against it.
    var objection: (@Sendable (Site) throws(KernelError) -> String?)?
    /// What helps against a refusal, by error number.
    var remedies: [Int32: String] = [:]

    func fits(_ kind: ProgramKind) -> Bool {
        sections.contains { ProgramKind(section: $0) == kind }
    }

    /// Whether a link that was found in the kernel is one of this hook.
    func made(_ details: Link.Details) -> Bool {
        // An XDP link does not tell its attach type.
        details.type == link && (link == .xdp || details.attachType == attachType)
    }
}
