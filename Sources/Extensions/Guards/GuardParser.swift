// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Reads a guard: METRIC[.STATISTIC] COMPARISON (NUMBER UNIT | NUMBERx before).
struct GuardParser {
    private let letters: [Character]
    private var position = 0

    init(_ text: String) {
        letters = Array(text)
    }

    mutating func expression() throws(GuardMisuse) -> GuardExpression {
        let measure = try measure()
        let comparison = try comparison()
        let start = skipBlanks()
        let threshold = try threshold(of: measure)
        let end = skipBlanks()
        guard end == letters.count else { throw misuse("nothing more", at: end) }
        if comparison == .below, case .amount(let number, _) = threshold, number.isZero {
            throw misuse("a number above 0, for nothing is below it", at: start)
        }
        return GuardExpression(measure, comparison, threshold)
    }

    private mutating func measure() throws(GuardMisuse) -> Measure {
        let start = skipBlanks()
        let word = take(while: \.isOfWord)
        guard let metric = Metric(rawValue: word) else {
            let names = Metric.allCases.map(\.rawValue)
            throw misuse(
                "a metric (\(names.joined(separator: ", ")))", at: start,
                nearest: nearest(word, among: names))
        }
        guard peek == "." else { return Measure(metric) }
        guard metric.hasStatistics else {
            throw misuse("a comparison, for \(word) is one number", at: position)
        }
        position += 1
        return Measure(metric, try statistic(of: metric))
    }

    private mutating func statistic(of metric: Metric) throws(GuardMisuse) -> Measure.Statistic {
        let start = position
        let word = take(while: \.isOfWord)
        guard let statistic = Measure.Statistic(rawValue: word) else {
            let names = Measure.Statistic.allCases.map(\.rawValue)
            throw misuse(
                "one of \(names.joined(separator: ", "))", at: start,
                nearest: nearest(word, among: names).map { "\(metric.rawValue).\($0)" })
        }
        return statistic
    }

    private mutating func comparison() throws(GuardMisuse) -> GuardExpression.Comparison {
        let start = skipBlanks()
        let sign = take { "<>=!".contains($0) }
        guard let comparison = GuardExpression.Comparison(rawValue: sign) else {
            throw misuse("one of <, <=, >, >=", at: start)
        }
        return comparison
    }

    private mutating func threshold(of measure: Measure) throws(GuardMisuse) -> Threshold {
        let start = skipBlanks()
        let example = Threshold.Suffix.example(measure.unit)
        let digits = take { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = FixedPoint(digits) else {
            throw misuse("a number such as \(example) or 1.5x before", at: start)
        }
        let unitStart = skipBlanks()
        let unit = take { $0.isOfWord || $0 == "%" || $0 == "/" }.lowercased()
        if unit == "x" { return .timesBefore(try factor(number, at: start)) }
        let fitting = Threshold.Suffix.fitting(measure.unit)
        guard let suffix = fitting.first(where: { $0.rawValue == unit }) else {
            throw misuse(Threshold.Suffix.expected(fitting), at: unitStart)
        }
        return .amount(number, suffix)
    }

    private mutating func factor(
        _ number: FixedPoint, at start: Int
    ) throws(GuardMisuse) -> FixedPoint {
        guard !number.isZero else { throw misuse("a multiple above 0", at: start) }
        let word = skipBlanks()
        guard take(while: \.isOfWord) == "before" else {
            throw misuse("\"before\"", at: word)
        }
        return number
    }
}

extension GuardParser {
    private var peek: Character? { position < letters.count ? letters[position] : nil }

    /// Where the next word begins.
    private mutating func skipBlanks() -> Int {
        while let letter = peek, letter.isWhitespace { position += 1 }
        return position
    }

    private mutating func take(while fits: (Character) -> Bool) -> String {
        let start = position
        while let letter = peek, fits(letter) { position += 1 }
        return String(letters[start..<position])
    }

    private func misuse(
        _ expected: String, at place: Int, nearest: String? = nil
    ) -> GuardMisuse {
        let word = letters[place...].drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        return GuardMisuse(
            text: String(letters), column: place + 1, expected: expected,
            found: word.isEmpty ? nil : String(word), nearest: nearest)
    }
}

extension Character {
    fileprivate var isOfWord: Bool { isLetter || isNumber || self == "_" || self == "-" }
}

extension Threshold.Suffix {
    /// What a number of this unit looks like.
    fileprivate static func example(_ unit: Quantity.Unit) -> String {
        switch unit {
        case .share: "2%"
        case .microseconds: "40ms"
        case .bitsPerSecond: "10mbit"
        case .perSecond, .count: "10"
        }
    }

    fileprivate static func expected(_ fitting: [Threshold.Suffix]) -> String {
        let units = fitting.filter { $0 != .none }.map(\.rawValue)
        let wanted = units.count > 1 ? "one of \(units.joined(separator: ", "))" : units.first
        return "\(wanted ?? "no unit") or \"x before\""
    }
}
