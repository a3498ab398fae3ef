// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A place in the kernel that an extension fills, and its rules.
///
/// A struct_ops type is filled by an operations table and belongs to the whole
/// host; the other hooks are filled by a program, at a site. The kernel's BTF
/// says which struct_ops types there are; what it demands of each is written in
/// its code and told only at attach, as EINVAL. Those rules stand here, so that
/// they can be told in words and before anything is loaded.
public struct Hook: Sendable {
    /// The kernel's structure (`tcp_congestion_ops`), or its word for the hook (`xdp`).
    public let id: String
    /// What people call it: `congestion control`.
    public let title: String
    public let filler: Filler
    public let swapping: Swapping
    /// The names that are registered now, ours and others'; nil where the kernel does not say.
    let names: (@Sendable () throws(KernelError) -> Set<String>)?

    /// What fills it.
    public enum Filler: Sendable {
        case table(TableRules)
        case program(ProgramRules)
    }

    /// How one version takes the place of another.
    public enum Swapping: Equatable, Sendable {
        /// In one step, where the kernel has this function.
        case atomic(function: String)
        /// Stop, then start; the reason why.
        case gap(String)
        /// Not known before it is tried.
        case untold
    }

    public init(
        _ id: String, title: String, filledBy filler: Filler = .table(TableRules()),
        swapping: Swapping = .untold,
        names: (@Sendable () throws(KernelError) -> Set<String>)? = nil
    ) {
        self.id = id
        self.title = title
        self.filler = filler
        self.swapping = swapping
        self.names = names
    }
}

extension Hook {
    /// `a congestion control`, `an XDP program`.
    public var titleWithArticle: String {
        let isVowel = title.first.map { "aeioXu".contains($0) } ?? false
        return (isVowel ? "an " : "a ") + title
    }

    /// The hooks whose rules we know.
    public static let known: [Hook] =
        [.congestionControl, .scheduler, .qdisc, .flowDissector]
        + [.xdp, .xdpGeneric, .tcxIngress, .tcxEgress, .socketOperations]

    /// The hook with this id; a struct_ops type without rules where we know none.
    public static func named(_ id: String) -> Hook {
        known.first { $0.id == id } ?? Hook(id, title: id)
    }

    /// What holds a version in this hook.
    var carrier: Carrier.Kind {
        if case .table = filler { .table } else { .program }
    }

    /// The rules of a hook that a program fills; nil for one that takes a table.
    var program: ProgramRules? {
        if case .program(let rules) = filler { rules } else { nil }
    }

    /// What kind of site it is filled at.
    public var site: Site.Kind { program?.site ?? .host }

    /// Whether this kernel has it.
    public func isThere(in kernel: RunningKernel) -> Bool {
        switch filler {
        case .table: kernel.structOps(id) != nil
        case .program(let rules): !kernel.functions(among: [rules.attachedBy]).isEmpty
        }
    }

    /// The names that are registered now; nil where the kernel does not say.
    func registeredNames() throws(Refusal) -> Set<String>? {
        guard let names else { return nil }
        return try refusing { () throws(KernelError) in try names() }
    }

    /// What the kernel will object to at attach, in words.
    public func objections(to filling: Filling, of object: Object) -> [String] {
        guard case .table(let rules) = filler, case .table(let table) = filling else { return [] }
        return rules.objections(to: table, of: object, title)
    }
}
