// SPDX-License-Identifier: Apache-2.0
/// The `complete` commands of the script.
extension FishScript {
    var rules: String {
        routes.flatMap { route in
            verbRules(route) + operandRules(route) + optionRules(route)
        }.joined(separator: "\n")
    }

    private func verbRules(_ route: Route) -> [String] {
        route.verb.verbs.map { verb in
            rule(
                at: route.spoken, 0, "-a \(verb.name) -d \(fishQuoted(verb.summary))")
        }
    }

    private func optionRules(_ route: Route) -> [String] {
        route.options.map { option in
            let short = option.short.map { "-s \($0) " } ?? ""
            let value = option.shape.map { " " + actions($0.completions, exclusive: true) } ?? ""
            return rule(
                at: route.spoken, nil,
                "\(short)-l \(option.name)\(value) -d \(fishQuoted(option.meaning))")
        }
    }

    private func operandRules(_ route: Route) -> [String] {
        var rules = route.operandsInPlace.enumerated().compactMap { place, operand -> String? in
            guard !operand.shape.completions.isEmpty else { return nil }
            let number = operand.arity == .oneOrMore ? nil : place
            return rule(
                at: route.spoken, number, actions(operand.shape.completions, exclusive: false))
        }
        if route.takesCommand {
            let after = "\(route.spoken) --"
            rules.append(rule(at: after, 0, "-a '(__fish_complete_command)'"))
            rules.append(rule(at: after, nil, "-F"))
        }
        return rules
    }

    /// What to offer; `exclusive` is said of an option, whose value must follow.
    private func actions(_ completions: [Completion], exclusive: Bool) -> String {
        let lists = completions.flatMap { list($0) }
        let files = completions.contains {
            if case .files(let endings) = $0 { endings.isEmpty } else { false }
        }
        let kind = files ? (exclusive ? ["-r", "-F"] : ["-F"]) : (exclusive ? ["-x"] : [])
        return (kind + (lists.isEmpty ? [] : ["-a \(fishQuoted(lists.joined(separator: " ")))"]))
            .joined(separator: " ")
    }

    private func list(_ completion: Completion) -> [String] {
        switch completion {
        // Fish shows those with the ending first, and the others too.
        case .files(let endings):
            endings.map { "(__fish_complete_suffix \($0))" }
        case .directories: ["(__fish_complete_directories)"]
        case .choices(let words): words
        case .names(let kind): ["(__\(program.name)_names \(kind))"]
        case .verbs: program.verbs.map(\.name)
        case .command: ["(__fish_complete_command)"]
        }
    }

    private func rule(at route: String, _ operand: Int?, _ what: String) -> String {
        let place = fishQuoted(route) + (operand.map { " \($0)" } ?? "")
        return "complete -c \(program.name) -n \"__\(program.name)_at \(place)\" \(what)"
    }
}
