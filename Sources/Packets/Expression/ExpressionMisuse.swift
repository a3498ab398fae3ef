// SPDX-License-Identifier: Apache-2.0

/// A text is no expression, and where it stops being one.
public struct ExpressionMisuse: Error, Equatable, Sendable {
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
        return "write it as \"ip.ihl < 5\", \"ip.src == 10.0.0.0/8 && tcp\" or "
            + "\"!(ipv6.nxt == 0x2c)\""
    }
}

extension ExpressionMisuse: CustomStringConvertible {
    public var description: String {
        let place = "expression \(quoted(text)): column \(column)"
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
