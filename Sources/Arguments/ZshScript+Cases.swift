// SPDX-License-Identifier: Apache-2.0
/// The branches of the script's `case` commands.
extension ZshScript {
    var ends: String {
        pattern(routes.filter(\.takesCommand).map(\.spoken))
    }

    var valued: String {
        pattern(
            routes.flatMap { route in
                route.options.filter { $0.shape != nil }.flatMap { option in
                    option.spellings.map { "\(route.spoken) \($0)" }
                }
            })
    }

    var verbs: String {
        pattern(routes.dropFirst().map(\.spoken))
    }

    var values: String {
        lines(
            routes.flatMap { route in
                route.options.compactMap { option in
                    guard let shape = option.shape else { return nil }
                    let spellings = option.spellings.map {
                        singleQuoted("\(route.spoken) \($0)")
                    }
                    return branch(spellings.joined(separator: " | "), actions(shape))
                }
            })
    }

    var options: String {
        lines(
            routes.map { route in
                let choices = route.options.flatMap { option in
                    option.spellings.map { described($0, option.meaning) }
                }
                return branch(
                    singleQuoted(route.spoken), "choices=(\(choices.joined(separator: " ")))")
            })
    }

    var operands: String {
        lines(
            routes.flatMap { route -> [String] in
                if !route.verb.verbs.isEmpty {
                    let choices = describe("verb", route.verb.verbs)
                    return [branch(singleQuoted("\(route.spoken) 0"), choices)]
                }
                return route.operandsInPlace.enumerated().map { place, operand in
                    let number = operand.arity == .oneOrMore ? "*" : "\(place)"
                    return branch(
                        "\(singleQuoted(route.spoken + " "))\(number)", actions(operand.shape))
                }
            })
    }

    private func actions(_ shape: Shape) -> String {
        if shape.completions.isEmpty {
            return "_message \(singleQuoted(shape.placeholder))"
        }
        return shape.completions.map { completion in
            switch completion {
            case .files(let endings) where endings.isEmpty: "_files"
            case .files(let endings):
                "_files -g \(singleQuoted(endings.map { "*\($0)" }.joined(separator: " ")))"
            case .directories: "_files -/"
            case .choices(let words): "compadd -- \(words.map(singleQuoted).joined(separator: " "))"
            case .names(let kind): "_\(program.name)_names \(singleQuoted(kind))"
            case .verbs: describe("verb", program.verbs)
            case .command: "_command_names"
            }
        }.joined(separator: "; ")
    }

    private func describe(_ tag: String, _ verbs: [Verb]) -> String {
        let choices = verbs.map { described($0.name, $0.summary) }
        return "choices=(\(choices.joined(separator: " "))); _describe \(tag) choices"
    }

    /// `'word:meaning'`, with the colons of the word escaped.
    private func described(_ word: String, _ meaning: String) -> String {
        singleQuoted(
            word.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
                + ":" + meaning)
    }

    private func branch(_ pattern: String, _ body: String) -> String {
        "        \(pattern)) \(body) ;;"
    }

    private func pattern(_ words: [String]) -> String {
        let quoted = words.isEmpty ? ["''"] : words.map(singleQuoted)
        return "                (" + quoted.joined(separator: " | ") + ")"
    }

    private func lines(_ branches: [String]) -> String {
        branches.joined(separator: "\n")
    }
}
