// SPDX-License-Identifier: Apache-2.0
/// What can be said only once all words are read.
extension Reading {
    /// Hands the operands out by place, and misses none and leaves none over.
    func assignedOperands() throws(Misuse) -> [String: [String]] {
        var assigned: [String: [String]] = [:]
        var words = operands[...]
        for operand in verb.operands {
            let given: [String]
            switch operand.arity {
            case .one, .oneOrNone: given = words.popFirst().map { [$0] } ?? []
            case .oneOrMore:
                given = Array(words)
                words = []
            case .rest: given = rest ?? []
            }
            for word in given where !operand.shape.accepts(word) {
                throw wrong(word, for: operand.name, operand.shape)
            }
            // Before the complaint of a missing command, for it explains that one.
            if operand.arity == .rest, rest == nil, let extra = words.first {
                throw complaint(
                    "\(quote(extra)) is one word too many",
                    hint: "put \(operand.name) after `--`")
            }
            if given.isEmpty, operand.arity != .oneOrNone {
                throw complaint("\(operand.arity == .rest ? "-- " : "")\(operand.name) is missing")
            }
            assigned[operand.name] = given
        }
        if let extra = words.first { throw complaint("\(quote(extra)) is one word too many") }
        return assigned
    }

    /// Sees that no options exclude each other, and that none is missing.
    func checkedOptions() throws(Misuse) -> [String: [String]] {
        for slot in verb.slots {
            let given = slot.options.filter { options[$0.name] != nil }
            if given.count > 1 {
                throw complaint("\(given[0].long) and \(given[1].long) exclude each other")
            }
            if slot.required, given.isEmpty {
                let usages = slot.options.map(\.usage)
                throw complaint(
                    usages.count == 1
                        ? "\(usages[0]) is missing"
                        : "one of \(usages.joined(separator: ", ")) is missing")
            }
        }
        return options
    }
}
