// SPDX-License-Identifier: Apache-2.0
import Spelling

/// What must hold after a change, as it is typed: `retransmits < 2%`,
/// `srtt.p99 < 1.5x before`, `goodput > 10mbit`. It is breached where it is false.
public struct GuardExpression: Hashable, Sendable {
    public let measure: Measure
    public let comparison: Comparison
    public let threshold: Threshold

    public enum Comparison: String, CaseIterable, Sendable {
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    /// Reads what was typed.
    public init(_ text: String) throws(Misreading) {
        var parser = GuardParser(text)
        self = try parser.expression()
    }

    init(_ measure: Measure, _ comparison: Comparison, _ threshold: Threshold) {
        self.measure = measure
        self.comparison = comparison
        self.threshold = threshold
    }

    /// Whether it compares with what was measured before the change.
    public var needsBefore: Bool {
        if case .timesBefore = threshold { true } else { false }
    }

    /// The number that it compares with; nil where that was not measured.
    func limit(before: Quantity?) -> Quantity? {
        threshold.quantity(measure.unit, before: before)
    }

    func holds(_ found: Quantity, _ limit: Quantity) -> Bool {
        switch comparison {
        case .atMost: found.value <= limit.value
        case .atLeast: found.value >= limit.value
        case .below: found.value < limit.value
        case .above: found.value > limit.value
        }
    }
}

extension GuardExpression: CustomStringConvertible {
    /// The canonical text, which reads back as an equal guard.
    public var description: String { "\(measure) \(comparison.rawValue) \(threshold)" }
}
