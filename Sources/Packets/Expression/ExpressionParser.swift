// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Reads an expression. From loose to tight: `||`, `&&`, `!` and parentheses,
/// comparisons; `or`, `and`, `not`, `eq`, `lt` and so on are the same in words.
struct ExpressionParser {
    private let letters: [Character]
    private var position = 0
    private var depth = 0

    /// Deeper or longer is no question that anybody has, and would cost the stack.
    private static let deepest = 100
    private static let longest = 4000

    init(_ text: String) {
        letters = Array(text)
    }

    mutating func expression() throws(ExpressionMisuse) -> PacketExpression.Term {
        guard letters.count <= ExpressionParser.longest else {
            throw misuse("the end", at: ExpressionParser.longest)
        }
        let term = try either()
        let end = skipBlanks()
        guard end == letters.count else { throw misuse("&&, || or nothing more", at: end) }
        return term
    }

    private mutating func either() throws(ExpressionMisuse) -> PacketExpression.Term {
        var term = try both()
        while takeAny("||", "or") { term = .either(term, try both()) }
        return term
    }

    private mutating func both() throws(ExpressionMisuse) -> PacketExpression.Term {
        var term = try single()
        while takeAny("&&", "and") { term = .both(term, try single()) }
        return term
    }

    private mutating func single() throws(ExpressionMisuse) -> PacketExpression.Term {
        let start = skipBlanks()
        depth += 1
        defer { depth -= 1 }
        guard depth <= ExpressionParser.deepest else {
            throw misuse("at most \(ExpressionParser.deepest) of \"(\" and \"!\"", at: start)
        }
        if takeAny("!", "not") { return .not(try single()) }
        guard takeAny("(") else { return try comparison() }
        let term = try either()
        let end = skipBlanks()
        guard takeAny(")") else { throw misuse("\")\"", at: end) }
        return term
    }

    private mutating func comparison() throws(ExpressionMisuse) -> PacketExpression.Term {
        let start = skipBlanks()
        let name = take { $0.isOfName }
        guard let field = Field.named(name) else {
            if let kind = Layer.Kind(rawValue: name) { return .has(kind) }
            let names = Field.all.map(\.name) + Layer.Kind.allCases.map(\.rawValue)
            throw misuse("a field or a protocol", at: start, nearest: nearest(name, among: names))
        }
        let place = skipBlanks()
        guard let comparison = takeComparison() else { return .hasField(field) }
        guard field.isAddress else { return .compares(field, comparison, try number(for: field)) }
        guard comparison == .equal || comparison == .unequal else {
            throw misuse("== or !=, for \(name) is an address", at: place)
        }
        return .compares(field, comparison, try network(for: field))
    }

    private mutating func number(
        for field: Field
    ) throws(ExpressionMisuse) -> PacketExpression.Literal {
        let start = skipBlanks()
        let word = take { $0.isOfName }
        let isHex = word.lowercased().hasPrefix("0x")
        let digits = isHex ? String(word.dropFirst(2)) : word
        // A sign is no part of the language, and Swift's own reading takes one.
        guard digits.first?.isHexDigit == true, let number = UInt64(digits, radix: isHex ? 16 : 10)
        else { throw misuse("a number, decimal or 0x...", at: start) }
        guard number <= field.largest else {
            throw misuse("a number up to \(field.largest), the most in \(field.name)", at: start)
        }
        return .number(number)
    }

    private mutating func network(
        for field: Field
    ) throws(ExpressionMisuse) -> PacketExpression.Literal {
        let start = skipBlanks()
        let word = take { $0.isOfName || $0 == ":" || $0 == "/" }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        let bits = field.width
        let length = parts.count == 1 ? bits : Int(parts.count == 2 ? parts[1] : "") ?? -1
        guard let text = parts.first, let address = Address.bytes(String(text), size: bits / 8),
            (0...bits).contains(length)
        else {
            let family = bits == 32 ? "an IPv4 address" : "an IPv6 address"
            throw misuse("\(family), or a prefix of one", at: start)
        }
        return .network(address, length: length)
    }
}

extension ExpressionParser {
    private var peek: Character? { position < letters.count ? letters[position] : nil }

    /// Where the next word begins.
    @discardableResult
    private mutating func skipBlanks() -> Int {
        while let letter = peek, letter.isWhitespace { position += 1 }
        return position
    }

    private mutating func take(while fits: (Character) -> Bool) -> String {
        let start = position
        while let letter = peek, fits(letter) { position += 1 }
        return String(letters[start..<position])
    }

    /// Steps over a sign or a word, where one of these stands.
    private mutating func takeAny(_ choices: String...) -> Bool {
        skipBlanks()
        return choices.contains { take(exactly: $0) }
    }

    private mutating func take(exactly sign: String) -> Bool {
        let wanted = Array(sign)
        let rest = letters[position...]
        guard rest.starts(with: wanted) else { return false }
        let after = rest.dropFirst(wanted.count).first
        // `order` is not `or`, and `!=` is not `!`.
        if wanted[0].isLetter, let after, after.isOfName { return false }
        if sign == "!", after == "=" { return false }
        position += wanted.count
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

    private func misuse(
        _ expected: String, at place: Int, nearest: String? = nil
    ) -> ExpressionMisuse {
        let word = letters[place...].drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        return ExpressionMisuse(
            text: String(letters), column: place + 1, expected: expected,
            found: word.isEmpty ? nil : String(word), nearest: nearest)
    }
}

extension Character {
    fileprivate var isOfName: Bool { isLetter || isNumber || self == "." || self == "_" }
}
