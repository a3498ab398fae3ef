// SPDX-License-Identifier: Apache-2.0
/// What the words of a command line ask for.
public enum Resolution: Sendable {
    /// A text to print: help, or the man page. It ends without a line feed.
    case help(String)
    case version
    case run(Command, Invocation)
    case misuse(Misuse)
}
