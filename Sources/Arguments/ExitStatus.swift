// SPDX-License-Identifier: Apache-2.0
/// How a process ends, as its parent sees it.
public struct ExitStatus: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    public static let done = ExitStatus(rawValue: 0)
    public static let refused = ExitStatus(rawValue: 1)
    public static let misused = ExitStatus(rawValue: 2)
    public static let kernelCannot = ExitStatus(rawValue: 3)
    public static let rolledBack = ExitStatus(rawValue: 4)
    public static let failIfHeld = ExitStatus(rawValue: 5)
    public static let differs = ExitStatus(rawValue: 6)

    /// Each status and its meaning, for the help text and the man page.
    public static let meanings: KeyValuePairs<ExitStatus, String> = [
        .done: "done",
        .refused: "refused or failed, and nothing was changed",
        .misused: "misused: the command line makes no sense",
        .kernelCannot: "this kernel cannot do it",
        .rolledBack: "done, and then rolled back by a guard",
        .failIfHeld: "a --fail-if condition held",
        .differs: "what was compared differs",
    ]
}
