// SPDX-License-Identifier: Apache-2.0
extension Program {
    /// What is wrong with the declarations themselves, one sentence each.
    ///
    /// A test holds this to be empty. It is not asked at start-up, for that must stay cheap.
    public var flaws: [String] {
        let names = verbs.map(\.name)
        return repeated(names).map { "\(name) has two verbs \($0)" }
            + verbs.flatMap { flaws(of: $0, at: "\(name) \($0.name)") }
    }

    private func flaws(of verb: Verb, at path: String) -> [String] {
        var flaws = repeated(verb.verbs.map(\.name)).map { "\(path) has two verbs \($0)" }
        flaws += repeated((verb.options + Verb.commonOptions).flatMap(\.spellings)).map {
            "\(path) has two options \($0)"
        }
        flaws += repeated(verb.operands.map(\.name)).map { "\(path) has two operands \($0)" }
        flaws += verb.options.compactMap { option in
            guard let text = option.defaultText, option.shape?.accepts(text) != true else {
                return nil
            }
            return "\(path): the default of --\(option.name), \(quote(text)), is not of its form"
        }
        let texts = [verb.summary] + verb.operands.map(\.meaning) + verb.options.map(\.meaning)
        flaws += texts.filter { $0.isEmpty || $0.hasSuffix(".") || $0.contains("\n") }.map {
            "\(path): \(quote($0)) should be one line without a full stop"
        }
        if !isInOrder(verb.operands.map(\.arity)) {
            flaws.append("\(path): an operand stands after one that takes its words")
        }
        if verb.verbs.isEmpty, verb.examples.isEmpty, verb.name != Verb.help.name {
            flaws.append("\(path) has no example")
        }
        return flaws + verb.verbs.flatMap { self.flaws(of: $0, at: "\(path) \($0.name)") }
    }

    /// Required ones first, then optional ones or a repeating one, then the rest after `--`.
    private func isInOrder(_ arities: [OperandDeclaration.Arity]) -> Bool {
        let inPlace = arities.filter { $0 != .rest }
        let tail = inPlace.drop { $0 == .one }
        return tail.allSatisfy { $0 == .oneOrNone } || (tail.count == 1)
    }

    private func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }
}
