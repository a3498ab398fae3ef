// SPDX-License-Identifier: Apache-2.0
/// What a shell may offer where a value is awaited.
public enum Completion: Equatable, Sendable {
    /// Files with one of the endings, or any file when there are none; and directories.
    case files(endings: [String])
    case directories
    /// The words themselves.
    case choices([String])
    /// What `PROGRAM completions --names KIND` prints, one a line, when it is asked.
    case names(String)
    /// The verbs of the program.
    case verbs
    /// A command and its arguments, as after `sudo`.
    case command
}
