// SPDX-License-Identifier: Apache-2.0
import Spelling
/// The words after a verb, as they are told apart into options and operands.
struct Reading {
    let verb: Verb
    /// The program and the verb, as errors name them.
    let path: [String]
    private(set) var options: [String: [String]] = [:]
    private(set) var operands: [String] = []
    /// What stands after `--`, for a verb that takes a command; `nil` without `--`.
    private(set) var rest: [String]?

    init(verb: Verb, path: [String]) {
        self.verb = verb
        self.path = path
    }

    mutating func read(_ words: ArraySlice<String>) throws(Misuse) {
        var words = words
        while let word = words.popFirst() {
            if word == "--" {
                take(afterEnd: Array(words))
                return
            }
            if Self.isOption(word) {
                try take(option: word, &words)
            } else {
                operands.append(word)
            }
        }
    }

    /// `-` alone is a file name by custom, and `-5` a number.
    static func isOption(_ word: String) -> Bool {
        guard word.hasPrefix("-"), word != "--", let second = word.dropFirst().first else {
            return false
        }
        return !("0"..."9").contains(second)
    }

    private mutating func take(afterEnd words: [String]) {
        if verb.operands.contains(where: { $0.arity == .rest }) {
            rest = words
        } else {
            operands += words
        }
    }

    private mutating func take(
        option word: String, _ words: inout ArraySlice<String>
    ) throws(Misuse) {
        let sign = word.firstIndex(of: "=")
        let spelling = String(word[..<(sign ?? word.endIndex)])
        let inline = sign.map { String(word[word.index(after: $0)...]) }
        let option = try declaration(of: spelling)
        guard let shape = option.shape else {
            if let inline {
                throw complaint("\(spelling) takes no value, and \(quote(inline)) is given")
            }
            options[option.name] = [""]
            return
        }
        if inline == nil, let next = words.first, !Self.isOption(next), next != "--" {
            words.removeFirst()
            try note(next, for: option, shape, spelling)
        } else if let inline {
            try note(inline, for: option, shape, spelling)
        } else {
            throw complaint("\(spelling) needs a value: \(shape.placeholder)")
        }
    }

    private mutating func note(
        _ value: String, for option: OptionDeclaration, _ shape: Shape, _ spelling: String
    ) throws(Misuse) {
        guard shape.accepts(value) else { throw wrong(value, for: spelling, shape) }
        if options[option.name] != nil, !option.repeats {
            throw complaint("\(spelling) is given twice")
        }
        options[option.name, default: []].append(value)
    }

    private func declaration(of spelling: String) throws(Misuse) -> OptionDeclaration {
        let declared = verb.options + Verb.commonOptions
        if let option = declared.first(where: { $0.spellings.contains(spelling) }) {
            return option
        }
        let name = String(spelling.drop { $0 == "-" })
        let meant =
            declared.first { $0.name == name }?.name
            ?? nearest(name, among: declared.map(\.name))
        throw complaint(
            "\(quote(spelling)) is not an option", hint: meant.map { "did you mean `--\($0)`?" })
    }

    func wrong(_ value: String, for name: String, _ shape: Shape) -> Misuse {
        let meant = nearest(value, among: shape.choices).map { "did you mean `\($0)`?" }
        return complaint("\(name): \(quote(value)) is not \(shape.expected)", hint: meant)
    }

    func complaint(_ text: String, hint: String? = nil) -> Misuse {
        Misuse.of(path, text, hint: hint)
    }
}
