// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Reads an expression. From loose to tight: `||`, `&&`, `!` and parentheses,
/// comparisons; `or`, `and`, `not`, `eq`, `lt` and so on are the same in words.
struct ExpressionParser {
    private var text: TextReading
    private var depth = 0

    /// Deeper or longer is no question that anybody has, and would cost the stack.
    private static let deepest = 100
    private static let longest = 4000

    init(_ text: String) {
        self.text = TextReading(
            text, as: "expression",
            example: "write it as \"ip.ihl < 5\", \"ip.src == 10.0.0.0/8 && tcp\" or "
                + "\"!(ipv6.nxt == 0x2c)\"")
    }

    mutating func expression() throws(Misreading) -> PacketExpression.Term {
        guard text.letters.count <= ExpressionParser.longest else {
            throw text.misreading("the end", at: ExpressionParser.longest)
        }
        let term = try either()
        let end = text.skipBlanks()
        guard end == text.letters.count else {
            throw text.misreading("&&, || or nothing more", at: end)
        }
        return term
    }

    private mutating func either() throws(Misreading) -> PacketExpression.Term {
        var term = try both()
        while takeAny("||", "or") { term = .either(term, try both()) }
        return term
    }

    private mutating func both() throws(Misreading) -> PacketExpression.Term {
        var term = try single()
        while takeAny("&&", "and") { term = .both(term, try single()) }
        return term
    }

    private mutating func single() throws(Misreading) -> PacketExpression.Term {
        let start = text.skipBlanks()
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionParser.deepest else {
            throw text.misreading(
                "at most \(ExpressionParser.deepest) of \"(\" and \"!\"", at: start)
        }
        if takeAny("!", "not") { return .not(try single()) }
        guard takeAny("(") else { return try comparison() }
        let term = try either()
        let end = text.skipBlanks()
        guard takeAny(")") else { throw text.misreading("\")\"", at: end) }
        return term
    }

    private mutating func comparison() throws(Misreading) -> PacketExpression.Term {
        let start = text.skipBlanks()
        let name = text.take { $0.isOfName }
        guard let field = Field.named(name) else {
            if let kind = Layer.Kind(rawValue: name) { return .has(kind) }
            let names = Field.all.map(\.name) + Layer.Kind.allCases.map(\.rawValue)
            throw text.misreading(
                "a field or a protocol", at: start, nearest: nearest(name, among: names))
        }
        let place = text.skipBlanks()
        guard let comparison = takeComparison() else { return .hasField(field) }
        guard field.isAddress else { return .compares(field, comparison, try number(for: field)) }
        guard comparison == .equal || comparison == .unequal else {
            throw text.misreading("== or !=, for \(name) is an address", at: place)
        }
        return .compares(field, comparison, try network(for: field))
    }

    private mutating func number(
        for field: Field
    ) throws(Misreading) -> PacketExpression.Literal {
        let start = text.skipBlanks()
        let word = text.take { $0.isOfName }
        let isHex = word.lowercased().hasPrefix("0x")
        let digits = isHex ? String(word.dropFirst(2)) : word
        // A sign is no part of the language, and Swift's own reading takes one.
        guard digits.first?.isHexDigit == true, let number = UInt64(digits, radix: isHex ? 16 : 10)
        else { throw text.misreading("a number, decimal or 0x...", at: start) }
        guard number <= field.largest else {
            let meaning = field.meaning.map { ", which is \($0)" } ?? ""
            throw text.misreading(
                "a number up to \(field.largest), the most in \(field.name)\(meaning)", at: start)
        }
        return .number(number)
    }

    private mutating func network(
        for field: Field
    ) throws(Misreading) -> PacketExpression.Literal {
        let start = text.skipBlanks()
        let word = text.take { $0.isOfName || $0 == ":" || $0 == "/" }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        let bits = field.width
        let length = parts.count == 1 ? bits : Int(parts.count == 2 ? parts[1] : "") ?? -1
        guard let first = parts.first, let address = Address.bytes(String(first), size: bits / 8),
            (0...bits).contains(length)
        else {
            let family = bits == 32 ? "an IPv4 address" : "an IPv6 address"
            throw text.misreading("\(family), or a prefix of one", at: start)
        }
        return .network(address, length: length)
    }
}

extension ExpressionParser {
    /// Steps over a sign or a word, where one of these stands.
    private mutating func takeAny(_ choices: String...) -> Bool {
        text.skipBlanks()
        return choices.contains { take(exactly: $0) }
    }

    private mutating func take(exactly sign: String) -> Bool {
        let wanted = Array(sign)
        let rest = text.letters[text.position...]
        guard rest.starts(with: wanted) else { return false }
        let after = rest.dropFirst(wanted.count).first
        // `order` is not `or`, and `!=` is not `!`.
        if wanted[0].isLetter, let after, after.isOfName { return false }
        if sign == "!", after == "=" { return false }
        text.position += wanted.count
        return true
    }

    private mutating func takeComparison() -> PacketExpression.Comparison? {
        for (sign, comparison) in ExpressionParser.comparisons where takeAny(sign) {
            return comparison
        }
        return nil
    }

    /// The longer ones first.
    private static let comparisons: KeyValuePairs<String, PacketExpression.Comparison> = [
        "==": .equal, "eq": .equal, "!=": .unequal, "ne": .unequal, "<=": .atMost, "le": .atMost,
        ">=": .atLeast, "ge": .atLeast, "<": .below, "lt": .below, ">": .above, "gt": .above,
    ]
}

extension Character {
    fileprivate var isOfName: Bool { isLetter || isNumber || self == "." || self == "_" }
}
