// SPDX-License-Identifier: Apache-2.0
extension Node {
    /// A node that stands in no file.
    public static func text(_ text: String) -> Node { Node(.scalar(text), at: .none) }

    public static func list(_ nodes: [Node]) -> Node { Node(.sequence(nodes), at: .none) }

    public static func mapping(_ members: [(String, Node)]) -> Node {
        Node(.mapping(members.map { Member($0.0, at: .none, $0.1) }), at: .none)
    }

    /// As `init(parsing:)` reads it: mappings a line a key, lists on one line.
    ///
    /// Equal trees have the same text, byte for byte.
    public var text: String {
        guard let members = mapping, !members.isEmpty else { return flow + "\n" }
        return members.map { $0.lines("") }.joined()
    }

    /// On one line.
    fileprivate var flow: String {
        switch content {
        case .scalar(let text): Node.written(text)
        case .sequence(let nodes): "[" + nodes.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let members):
            "{"
                + members.map { "\(Node.written($0.key)): \($0.value.flow)" }
                .joined(separator: ", ") + "}"
        }
    }

    /// Quoted wherever a reader could take it for something else.
    fileprivate static func written(_ text: String) -> String {
        let plain = { (letter: Unicode.Scalar) in
            letter.isASCII
                && (letter.properties.isAlphabetic || ("0"..."9").contains(letter)
                    || " _./%+-=<()".unicodeScalars.contains(letter))
        }
        let begins = text.unicodeScalars.first.map {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        }
        if begins == true, text.last != " ", text != "null", text.unicodeScalars.allSatisfy(plain) {
            return text
        }
        return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ letter: Unicode.Scalar) -> String {
        switch letter {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case _ where letter.value < 0x20 || (0x7f...0x9f).contains(letter.value):
            let digits = String(letter.value, radix: 16)
            return "\\x" + (digits.count < 2 ? "0" : "") + digits
        // libyaml folds these like the ends of lines, and drops a mark of the byte order.
        case "\u{2028}": return "\\L"
        case "\u{2029}": return "\\P"
        case "\u{feff}": return "\\uFEFF"
        default: return String(letter)
        }
    }
}

extension Node.Member {
    fileprivate func lines(_ indent: String) -> String {
        let start = indent + Node.written(key) + ":"
        guard let members = value.mapping, !members.isEmpty else {
            return start + " " + value.flow + "\n"
        }
        return start + "\n" + members.map { $0.lines(indent + "  ") }.joined()
    }
}

extension Node.Place {
    fileprivate static let none = Node.Place(line: 0, column: 0)
}
