// SPDX-License-Identifier: Apache-2.0
import Spelling

/// Reads what conditions on results have in common: measures, and amounts on their scale.
struct ConditionReading {
    private var text: TextReading
    private let primary: MeasurePattern
    private let parts: [String]

    /// `primary` is what that word means; `parts` are known, or none: any will do.
    init(
        _ text: String, as subject: String, example: String, primary: MeasurePattern,
        parts: [String]
    ) {
        self.text = TextReading(text, as: subject, example: example)
        self.primary = primary
        self.parts = parts
    }

    mutating func measure() throws(Misreading) -> MeasurePattern {
        let start = text.skipBlanks()
        let word = text.take { $0.isLetter || $0.isNumber || "_.-".contains($0) }
        if word == "primary" { return primary }
        guard let pattern = try? MeasurePattern(parsing: word) else {
            // Its own words are for a file; here the place tells which word it was.
            let metrics = Metric.allCases.map(\.rawValue)
            let metric = word.split(separator: ".", maxSplits: 1).last.map(String.init) ?? word
            throw text.misreading(
                "a metric (\(metrics.joined(separator: ", "))), PART.METRIC or primary",
                at: start, nearest: nearest(metric, among: metrics + ["primary"]))
        }
        guard let part = pattern.part, !parts.isEmpty, !parts.contains(part) else {
            return pattern
        }
        throw text.misreading(
            "a part of a load (\(parts.joined(separator: ", ")))", at: start,
            nearest: nearest(part, among: parts).map { "\($0).\(pattern.metric.rawValue)" })
    }

    /// Takes a word of these.
    mutating func word(among words: [String]) throws(Misreading) -> String {
        let start = text.skipBlanks()
        let word = text.take(while: \.isLetter)
        guard words.contains(word) else {
            throw text.misreading(
                words.joined(separator: " or "), at: start, nearest: nearest(word, among: words))
        }
        return word
    }

    mutating func sign(_ sign: Character) throws(Misreading) {
        let start = text.skipBlanks()
        guard text.peek == sign else { throw text.misreading("\"\(sign)\"", at: start) }
        text.position += 1
    }

    var isAtEnd: Bool {
        var rest = text
        return rest.skipBlanks() == rest.letters.count
    }

    mutating func end() throws(Misreading) {
        let place = text.skipBlanks()
        guard place == text.letters.count else {
            throw text.misreading("nothing more", at: place)
        }
    }

    /// The same, or in the metric's own unit where it is compared by ratio.
    mutating func amountInEither(
        _ metric: Metric
    ) throws(Misreading) -> (amount: Double, isInUnit: Bool) {
        var ahead = self
        let written = ahead.writtenAmount()
        // A bare number may be a forgotten `%`.
        guard metric.differenceUnit != metric.unit, written.last?.isLetter ?? false,
            let amount = ConditionReading.amount(written, in: metric.unit)
        else { return (try amount(of: metric), false) }
        self = ahead
        return (amount, true)
    }

    private mutating func writtenAmount() -> String {
        text.skipBlanks()
        let number = text.take { $0.isNumber || $0 == "." }
        text.skipBlanks()
        return number + text.take { $0.isLetter || $0 == "%" }
    }

    /// An amount on the metric's scale, 0 or more: `2%`, `5ms`, `0.1`.
    mutating func amount(of metric: Metric) throws(Misreading) -> Double {
        let start = text.skipBlanks()
        let written = writtenAmount()
        guard let amount = ConditionReading.amount(written, in: metric.differenceUnit) else {
            throw text.misreading(
                "an amount such as \(metric.differenceExample), as "
                    + "\(metric.rawValue) is compared by \(metric.scale.rawValue)", at: start)
        }
        return amount
    }

    private static func amount(_ written: String, in unit: Metric.Unit) -> Double? {
        // Each of these errors says "no such amount"; the caller says which would be right.
        switch unit {
        case .share:
            let (number, unit) = Scale.split(written)
            return unit == "%" ? Double(number).map { $0 / 100 } : nil
        case .seconds: return (try? Scale.time.amount(of: written)).map { Double($0) / 1e9 }
        case .bytes: return (try? Scale.size.amount(of: written)).map { Double($0) }
        case .bitsPerSecond: return (try? Scale.rate.amount(of: written)).map { Double($0) }
        case .index, .perSecond: return Double(written)
        }
    }
}

extension Metric {
    /// What an amount of its difference looks like.
    fileprivate var differenceExample: String {
        switch differenceUnit {
        case .share: "2%"
        case .seconds: "5ms"
        case .bytes: "10kB"
        case .bitsPerSecond: "1mbit"
        case .index: "0.1"
        case .perSecond: "100"
        }
    }
}
