// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A place in the kernel that an extension fills, and its rules.
///
/// The kernel's BTF says which struct_ops types there are; what it demands of
/// each is written in its code and told only at attach, as EINVAL. Those rules
/// stand here, so that they can be told in words and before anything is loaded.
public struct Hook: Sendable {
    /// The kernel's structure: `tcp_congestion_ops`.
    public let structName: String
    /// What people call it: `congestion control`.
    public let title: String
    /// At least one of each group must be filled.
    public let mandatory: [[String]]
    /// Must be empty.
    public let forbidden: [String]
    /// Bits that the member `flags` may have; nil where it is not checked.
    public let flags: UInt64?
    public let swapping: Swapping
    /// The names that are registered now, ours and others'; nil where the kernel does not say.
    let names: (@Sendable () throws(KernelError) -> Set<String>)?

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
        _ structName: String, title: String, mandatory: [[String]] = [], forbidden: [String] = [],
        flags: UInt64? = nil, swapping: Swapping = .untold,
        names: (@Sendable () throws(KernelError) -> Set<String>)? = nil
    ) {
        self.structName = structName
        self.title = title
        self.mandatory = mandatory
        self.forbidden = forbidden
        self.flags = flags
        self.swapping = swapping
        self.names = names
    }
}

extension Hook {
    /// The hooks whose rules we know.
    public static let known: [Hook] = [.congestionControl, .scheduler, .qdisc]

    /// The hook with this structure; one without rules where we know none.
    public static func named(_ structName: String) -> Hook {
        known.first { $0.structName == structName } ?? Hook(structName, title: structName)
    }

    /// The names that are registered now; nil where the kernel does not say.
    func registeredNames() throws(Refusal) -> Set<String>? {
        guard let names else { return nil }
        return try refusing { () throws(KernelError) in try names() }
    }

    /// What the kernel will object to at attach, in words.
    public func objections(to table: OperationsTable, of object: Object) -> [String] {
        var objections: [String] = []
        for group in mandatory where !group.contains(where: table.fills) {
            let words = group.map { "\"\($0)\"" }.joined(separator: " or ")
            objections.append("\(title) \"\(table.name)\" must fill \(words)")
        }
        for member in forbidden where table.fills(member) {
            objections.append("\(title) \"\(table.name)\" may not fill \"\(member)\"")
        }
        if let flags, let set = table.number("flags", in: object), set & ~flags != 0 {
            objections.append(
                "\(title) \"\(table.name)\" has flags that the kernel does not know: "
                    + "0x\(String(set & ~flags, radix: 16))")
        }
        return objections
    }
}
