// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Reads a guard: METRIC[.STATISTIC] COMPARISON (NUMBER UNIT | NUMBERx before).
struct GuardParser {
    private var text: TextReading

    init(_ text: String) {
        self.text = TextReading(
            text, as: "guard",
            example: "write it as \"retransmits < 2%\", \"srtt.p99 < 1.5x before\" or "
                + "\"goodput > 10mbit\"")
    }

    mutating func expression() throws(Misreading) -> GuardExpression {
        let measure = try measure()
        let comparison = try comparison()
        let start = text.skipBlanks()
        let threshold = try threshold(of: measure)
        let end = text.skipBlanks()
        guard end == text.letters.count else { throw text.misreading("nothing more", at: end) }
        if comparison == .below, case .amount(let number, _) = threshold, number.isZero {
            throw text.misreading("a number above 0, for nothing is below it", at: start)
        }
        return GuardExpression(measure, comparison, threshold)
    }

    private mutating func measure() throws(Misreading) -> Measure {
        let start = text.skipBlanks()
        let word = text.take(while: \.isOfWord)
        guard let metric = Metric(rawValue: word) else {
            let names = Metric.allCases.map(\.rawValue)
            throw text.misreading(
                "a metric (\(names.joined(separator: ", ")))", at: start,
                nearest: nearest(word, among: names))
        }
        guard text.peek == "." else { return Measure(metric) }
        guard metric.hasStatistics else {
            throw text.misreading("a comparison, for \(word) is one number", at: text.position)
        }
        text.position += 1
        return Measure(metric, try statistic(of: metric))
    }

    private mutating func statistic(of metric: Metric) throws(Misreading) -> Measure.Statistic {
        let start = text.position
        let word = text.take(while: \.isOfWord)
        guard let statistic = Measure.Statistic(rawValue: word) else {
            let names = Measure.Statistic.allCases.map(\.rawValue)
            throw text.misreading(
                "one of \(names.joined(separator: ", "))", at: start,
                nearest: nearest(word, among: names).map { "\(metric.rawValue).\($0)" })
        }
        return statistic
    }

    private mutating func comparison() throws(Misreading) -> GuardExpression.Comparison {
        let start = text.skipBlanks()
        let sign = text.take { "<>=!".contains($0) }
        guard let comparison = GuardExpression.Comparison(rawValue: sign) else {
            throw text.misreading("one of <, <=, >, >=", at: start)
        }
        return comparison
    }

    private mutating func threshold(of measure: Measure) throws(Misreading) -> Threshold {
        let start = text.skipBlanks()
        let example = Threshold.Suffix.example(measure.unit)
        let digits = text.take { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = FixedPoint(digits) else {
            throw text.misreading("a number such as \(example) or 1.5x before", at: start)
        }
        let unitStart = text.skipBlanks()
        let unit = text.take { $0.isOfWord || $0 == "%" || $0 == "/" }.lowercased()
        if unit == "x" { return .timesBefore(try factor(number, at: start)) }
        let fitting = Threshold.Suffix.fitting(measure.unit)
        guard let suffix = fitting.first(where: { $0.rawValue == unit }) else {
            throw text.misreading(Threshold.Suffix.expected(fitting), at: unitStart)
        }
        return .amount(number, suffix)
    }

    private mutating func factor(
        _ number: FixedPoint, at start: Int
    ) throws(Misreading) -> FixedPoint {
        guard !number.isZero else { throw text.misreading("a multiple above 0", at: start) }
        let word = text.skipBlanks()
        guard text.take(while: \.isOfWord) == "before" else {
            throw text.misreading("\"before\"", at: word)
        }
        return number
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
