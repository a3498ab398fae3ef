// SPDX-License-Identifier: Apache-2.0
import Spelling
import Statistics

/// When an experiment may end before its last round: `width(primary) < 2%`.
///
/// The width is that of the interval, from end to end on the metric's scale, and it is asked at
/// scheduled looks only; see `Looks` for why, and for how the confidence holds.
public struct Until: Equatable, Sendable, CustomStringConvertible {
    public let text: String
    public let pattern: MeasurePattern
    /// On the metric's scale.
    public let width: Double

    /// Reads `width(MEASURE) < AMOUNT`; the rest is as for `FailCondition`.
    public init(
        parsing text: String, primary: MeasurePattern, parts: [String] = []
    ) throws(Misreading) {
        var reading = ConditionReading(
            text, as: "stopping rule",
            example: "write it as \"width(primary) < 2%\" or \"width(bulk.goodput) < 2%\"",
            primary: primary, parts: parts)
        _ = try reading.word(among: ["width"])
        try reading.sign("(")
        pattern = try reading.measure()
        try reading.sign(")")
        try reading.sign("<")
        width = try reading.amount(of: pattern.metric)
        try reading.end()
        self.text = text
    }

    public var description: String { text }

    /// Whether to go on after so many rounds, by the effects of an analysis with the same looks.
    public func judge(after rounds: Int, _ effects: [Effect], looks: Looks) -> Judgement {
        guard looks.isLook(after: rounds) else {
            return looks.next(after: rounds).map { .goOn(nextLook: $0) } ?? .enough
        }
        let meant = effects.filter { pattern.matches($0.measure) }
        let isNarrow = !meant.isEmpty && meant.allSatisfy { ($0.width ?? .infinity) < width }
        if isNarrow { return .narrow }
        return looks.next(after: rounds).map { .goOn(nextLook: $0) } ?? .enough
    }

    public enum Judgement: Equatable, Sendable {
        case goOn(nextLook: Int)
        /// Every interval that is meant is narrow enough.
        case narrow
        /// There are no more rounds, and it is not narrow.
        case enough
    }
}
