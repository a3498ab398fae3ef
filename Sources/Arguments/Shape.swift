// SPDX-License-Identifier: Apache-2.0
/// What can be said of a value without its type: all that help, completion and errors need.
public struct Shape: Sendable {
    /// What stands for the value in usage and help: `FILE`, `KNOB=VALUE`.
    public let placeholder: String
    /// What the value has to be, after "is not": `a duration such as 60s, 500ms or 2m`.
    public let expected: String
    public let completions: [Completion]
    public let accepts: @Sendable (String) -> Bool

    /// The words a value may be, when they can be listed; for did-you-mean.
    var choices: [String] {
        completions.flatMap { if case .choices(let words) = $0 { words } else { [String]() } }
    }
}
