// SPDX-License-Identifier: Apache-2.0
/// One option, or several of which one at most can be given: a bracket of the usage line.
public struct OptionSlot: Sendable {
    public let options: [OptionDeclaration]
    public let required: Bool

    /// `[--as NAME]`, `[--set KNOB=VALUE]...`, `[--netns N | --dev DEV]`, `--kernel VERSION`.
    var usage: String {
        let choices = options.map(\.usage).joined(separator: " | ")
        let repeats = options.contains(where: \.repeats) ? "..." : ""
        if required {
            return options.count == 1 ? choices : "(\(choices))"
        }
        return "[\(choices)]\(repeats)"
    }
}

/// What a verb may list among its options: an `Option` of any type, or a `OneOf`.
public protocol DeclaredOptions: Sendable {
    var slots: [OptionSlot] { get }
}
