// SPDX-License-Identifier: Apache-2.0

/// What a window shows at one look, worked out once for all guards.
struct Evidence {
    let isFull: Bool
    let whole: WindowSummary
    private let window: Window
    /// Only worked out where a guard is false: they cost as much as the whole.
    private(set) lazy var thirds = window.thirds

    init(_ window: Window) {
        isFull = window.isFull
        whole = window.summary
        self.window = window
    }
}

extension GuardFinding {
    /// One guard, by a window and by what was before.
    init(
        judging expression: GuardExpression, _ evidence: inout Evidence, before: WindowSummary?
    ) {
        let old = before?[expression.measure]
        self.expression = expression
        self.before = old
        found = evidence.whole[expression.measure]
        limit = expression.limit(before: old)
        guard let limit else {
            state = .cannotBeJudged(
                before == nil
                    ? "nothing was measured before the change"
                    : "there was no data for \(expression.measure) before the change")
            return
        }
        if expression.needsBefore, limit.value == 0 {
            // Nearly every value breaks a multiple of 0, and none says anything.
            state = .cannotBeJudged(
                "\(expression.measure) was 0 before the change, and so is every multiple of it")
            return
        }
        state = evidence.state(of: expression, limit)
    }

    var isHopeless: Bool {
        if case .cannotBeJudged = state { true } else { false }
    }
}

extension Evidence {
    fileprivate mutating func state(
        of expression: GuardExpression, _ limit: Quantity
    ) -> GuardFinding.State {
        guard isFull else { return .early }
        guard let found = whole[expression.measure] else { return .noData }
        guard !expression.holds(found, limit) else { return .holds }
        // A third without data has not shown that the guard is false.
        let isFalse = thirds.allSatisfy { third in
            third[expression.measure].map { !expression.holds($0, limit) } ?? false
        }
        return isFalse && !thirds.isEmpty ? .broken : .doubtful
    }
}
