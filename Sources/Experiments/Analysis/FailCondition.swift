// SPDX-License-Identifier: Apache-2.0
import Spelling
import Statistics

/// What must not come out of an experiment: `bulk.goodput worse than 2%`.
///
/// It is judged by intervals alone: `worse than 2%` holds only where all of the interval is more
/// than 2 % worse, and `differs` only where it leaves out zero. An interval that is too wide to
/// say so fails nobody. Each effect is judged by itself, without a correction for how many there
/// are.
public struct FailCondition: Equatable, Sendable, CustomStringConvertible {
    public let text: String
    public let pattern: MeasurePattern
    public let claim: Claim
    /// Whether the amount is in the metric's own unit where effects are told by ratio: `5ms`.
    public let isInUnit: Bool

    public enum Claim: Equatable, Sendable {
        /// By more than so much, on the metric's scale, or in its unit.
        case worse(than: Double)
        case better(than: Double)
        case differs
    }

    /// Reads `MEASURE worse [than AMOUNT]`, `MEASURE better [than AMOUNT]` and `MEASURE differs`.
    ///
    /// `primary` is the measure that this word means; `parts` those of the loads, where they are
    /// known.
    public init(
        parsing text: String, primary: MeasurePattern, parts: [String] = []
    ) throws(Misreading) {
        var reading = ConditionReading(
            text, as: "condition",
            example: "write it as \"bulk.goodput worse than 2%\", \"rr.queueing_delay worse than "
                + "5ms\", \"rr.latency_p99 worse than 5ms\" or \"goodput differs\"",
            primary: primary, parts: parts)
        let pattern = try reading.measure()
        let hasBetter = pattern.metric.better != nil
        let verb = try reading.word(
            among: hasBetter ? ["worse", "better", "differs"] : ["differs"])
        var (amount, isInUnit) = (0.0, false)
        if verb != "differs", !reading.isAtEnd {
            _ = try reading.word(among: ["than"])
            (amount, isInUnit) = try reading.amountInEither(pattern.metric)
        }
        try reading.end()
        self.text = text
        self.pattern = pattern
        self.isInUnit = isInUnit
        claim =
            switch verb {
            case "worse": .worse(than: amount)
            case "better": .better(than: amount)
            default: .differs
            }
    }

    public var description: String { text }

    /// Nil where the rounds are too few for an interval.
    public func holds(for effect: Effect) -> Bool? {
        guard let interval = interval(of: effect) else { return nil }
        let isMore = effect.measure.metric.better == .more
        return switch claim {
        case .differs: effect.excludesZero
        case .worse(let amount):
            isMore ? interval.upperBound < -amount : interval.lowerBound > amount
        case .better(let amount):
            isMore ? interval.lowerBound > amount : interval.upperBound < -amount
        }
    }

    private func interval(of effect: Effect) -> ClosedRange<Double>? {
        guard let estimate = effect.estimate, isInUnit else { return effect.estimate?.interval }
        let differences = effect.pairs.map { $0.treatment - $0.control }
        return SignedRank.estimate(differences, confidence: estimate.confidence)?.interval
    }

    public func judge(_ effects: [Effect]) -> Judgement {
        let meant = effects.filter { pattern.matches($0.measure) }
        return Judgement(
            condition: self, held: meant.filter { holds(for: $0) == true },
            unjudged: meant.filter { holds(for: $0) == nil }, meant: meant.count)
    }

    /// What became of a condition.
    public struct Judgement: Equatable, Sendable {
        public let condition: FailCondition
        /// Where it holds: one is enough to fail.
        public let held: [Effect]
        /// Where there are too few rounds to say.
        public let unjudged: [Effect]
        /// How many effects it is about; none: nothing measured answers to it.
        public let meant: Int

        public var holds: Bool { !held.isEmpty }

        /// A line for each effect for which it holds, or why it says nothing.
        public var lines: [String] {
            if meant == 0 { return ["\(condition): no result is of \(condition.pattern)"] }
            return held.map {
                "\(condition): \($0.measure) on \($0.path) under \($0.load): \($0.words)"
            }
                + unjudged.map {
                    "\(condition): not judged for \($0.arm) on \($0.path) under \($0.load): "
                        + $0.words
                }
        }
    }
}
