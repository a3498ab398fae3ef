// SPDX-License-Identifier: Apache-2.0
/// Words that make no sense, said in one line, and the way out in another.
///
/// Verbs throw it too, for what no declaration can say; `Invocation.misuse(_:hint:)` makes it.
public struct Misuse: Error, Equatable, CustomStringConvertible {
    /// `graft swap: "soon" is not ...`: lower case, no full stop, no line feed.
    public let message: String
    public let hint: String?

    public init(_ message: String, hint: String?) {
        self.message = message
        self.hint = hint
    }

    public var status: ExitStatus { .misused }
    public var description: String { message }
}

/// A word that the user typed, in quotes, and safe to print in one line of a terminal.
func quote(_ word: String) -> String {
    let limit = 80
    var text = ""
    for scalar in word.unicodeScalars.prefix(limit) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            text += scalar.escaped(asASCII: true)
        default: text.unicodeScalars.append(scalar)
        }
    }
    return "\"\(text)\(word.unicodeScalars.count > limit ? "..." : "")\""
}
