// SPDX-License-Identifier: Apache-2.0

/// What was found of one guard at one look.
public struct GuardFinding: Equatable, Sendable {
    public let expression: GuardExpression
    /// In the window; nil where there is no data.
    public let found: Quantity?
    /// What it is compared with; nil where that is a multiple of what is not known.
    public let limit: Quantity?
    /// Before the change; nil where that was not measured.
    public let before: Quantity?
    public let state: State

    public enum State: Equatable, Sendable {
        case holds
        /// False over the whole window and each of its thirds.
        case broken
        /// False over the whole window and not over each of its thirds: a moment's.
        case doubtful
        /// The window is not full yet.
        case early
        /// The window holds nothing that says so or so.
        case noData
        /// It compares with what was not measured: why.
        case cannotBeJudged(String)
    }

    /// Whether it held; nil where that cannot be said.
    public var held: Bool? {
        switch state {
        case .holds: true
        case .broken: false
        case .doubtful, .early, .noData, .cannotBeJudged: nil
        }
    }
}

extension GuardFinding: CustomStringConvertible {
    /// `retransmits 7.4 % (guard: < 2 %, before: 0.1 %)`
    public var description: String {
        if case .cannotBeJudged(let why) = state {
            return "\(expression) cannot be judged: \(why)"
        }
        var limits = "guard: \(expression.comparison.rawValue) \(expression.threshold.words)"
        if expression.needsBefore, let limit { limits += " = \(limit)" }
        if let before { limits += ", before: \(before)" }
        return "\(expression.measure) \(found?.description ?? "no data") (\(limits))"
    }
}
