// SPDX-License-Identifier: Apache-2.0
/// The branches of the script's `case` commands.
extension BashScript {
    /// After `--`, a verb that takes a command goes on as a route of its own.
    var ends: String {
        let takers = routes.filter(\.takesCommand).map { singleQuoted($0.spoken) }
        return takers.isEmpty
            ? branch("''", ":") : branch(takers.joined(separator: " | "), "route+=' --'")
    }

    /// The pattern of every option that has a value, without its body.
    var valued: String {
        pattern(
            routes.flatMap { route in
                route.options.filter { $0.shape != nil }.flatMap { option in
                    option.spellings.map { "\(route.spoken) \($0)" }
                }
            })
    }

    /// The pattern of every verb after those that lead to it, without its body.
    var verbs: String {
        pattern(routes.dropFirst().map(\.spoken))
    }

    var values: String {
        lines(
            routes.flatMap { route in
                route.options.compactMap { option in
                    guard let shape = option.shape, !shape.completions.isEmpty else { return nil }
                    let spellings = option.spellings.map {
                        singleQuoted("\(route.spoken) \($0)")
                    }
                    return branch(
                        spellings.joined(separator: " | "), actions(shape.completions))
                }
            })
    }

    var options: String {
        lines(
            routes.map { route in
                let spellings = route.options.map(\.long).joined(separator: " ")
                return branch(
                    singleQuoted(route.spoken), "_\(program.name)_words \(spellings)")
            })
    }

    var operands: String {
        lines(
            routes.flatMap { route -> [String] in
                if !route.verb.verbs.isEmpty {
                    let names = route.verb.verbs.map(\.name).joined(separator: " ")
                    return [
                        branch(
                            singleQuoted("\(route.spoken) 0"), "_\(program.name)_words \(names)")
                    ]
                }
                return operands(of: route)
            })
    }

    private func operands(of route: Route) -> [String] {
        var branches = route.operandsInPlace.enumerated().compactMap { place, operand -> String? in
            guard !operand.shape.completions.isEmpty else { return nil }
            let number = operand.arity == .oneOrMore ? "*" : "\(place)"
            return branch(
                "\(singleQuoted(route.spoken + " "))\(number)", actions(operand.shape.completions))
        }
        if route.takesCommand {
            branches.append(
                branch(singleQuoted("\(route.spoken) -- 0"), "_\(program.name)_commands"))
            branches.append(
                branch("\(singleQuoted("\(route.spoken) -- "))*", "_\(program.name)_files"))
        }
        return branches
    }

    private func actions(_ completions: [Completion]) -> String {
        completions.map { completion in
            switch completion {
            case .files(let endings):
                (["_\(program.name)_files"] + endings.map(singleQuoted)).joined(separator: " ")
            case .directories: "_\(program.name)_directories"
            case .choices(let words):
                (["_\(program.name)_words"] + words.map(singleQuoted)).joined(separator: " ")
            case .names(let kind): "_\(program.name)_names \(singleQuoted(kind))"
            case .verbs:
                "_\(program.name)_words \(program.verbs.map(\.name).joined(separator: " "))"
            case .command: "_\(program.name)_commands"
            }
        }.joined(separator: "; ")
    }

    private func branch(_ pattern: String, _ body: String) -> String {
        "            \(pattern)) \(body) ;;"
    }

    private func pattern(_ words: [String]) -> String {
        let quoted = words.isEmpty ? ["''"] : words.map(singleQuoted)
        return "                " + quoted.joined(separator: " | ") + ")"
    }

    private func lines(_ branches: [String]) -> String {
        branches.isEmpty ? branch("''", ":") : branches.joined(separator: "\n")
    }
}
