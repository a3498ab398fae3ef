// SPDX-License-Identifier: Apache-2.0

/// A text is no guard, and where it stops being one.
public struct GuardMisuse: Error, Equatable, Sendable {
    /// All that was typed.
    public let text: String
    /// Counted from 1, in characters.
    public let column: Int
    public let expected: String
    /// The word that stands there; nil at the end.
    public let found: String?
    /// The word that was probably meant.
    public let nearest: String?

    /// The second line of the error.
    public var hint: String {
        if let nearest { return "did you mean \"\(nearest)\"?" }
        return "write it as \"retransmits < 2%\", \"srtt.p99 < 1.5x before\" or "
            + "\"goodput > 10mbit\""
    }
}

extension GuardMisuse: CustomStringConvertible {
    public var description: String {
        let place = "guard \(quoted(text)): column \(column)"
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
