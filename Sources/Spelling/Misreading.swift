// SPDX-License-Identifier: Apache-2.0

/// A text that cannot be read, and where it stops making sense.
public struct Misreading: Error, Equatable, Sendable {
    /// What it was read as: `expression`.
    public let subject: String
    /// All that was typed.
    public let text: String
    /// Counted from 1, in characters.
    public let column: Int
    public let expected: String
    /// The word that stands there; nil at the end.
    public let found: String?
    /// The word that was probably meant.
    public let nearest: String?
    /// What a right one looks like, as a sentence.
    public let example: String

    /// The second line of the error.
    public var hint: String {
        nearest.map { "did you mean \"\($0)\"?" } ?? example
    }
}

extension Misreading: CustomStringConvertible {
    public var description: String {
        let place = "\(subject) \(quoted(text)): column \(column)"
        guard let found else { return "\(place): the text ends where \(expected) was expected" }
        return "\(place): expected \(expected), found \(quoted(found))"
    }

    /// In quotes, on one line of a terminal.
    private func quoted(_ text: String) -> String {
        let safe = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control
                ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return "\"\(safe.joined())\""
    }
}
