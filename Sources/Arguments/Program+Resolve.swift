// SPDX-License-Identifier: Apache-2.0
import Spelling
extension Program {
    /// Says what the words after the program's name ask for.
    ///
    /// Pure: it runs nothing and prints nothing. A request for help or for the version wins over
    /// whatever else is on the line before `--`, be it wrong. `columns` is where help is wrapped.
    public func resolve(_ arguments: some Sequence<String>, columns: Int = 80) -> Resolution {
        let words = Array(arguments)
        let ours = words.prefix { $0 != "--" }
        do throws(Misuse) {
            if words.isEmpty || ours.contains(where: Option.help.declaration.spellings.contains) {
                let verbs = ours.filter { !$0.hasPrefix("-") }
                return .help(help(try follow(verbs[...]).path, columns: columns))
            }
            if ours.contains(Option.version.declaration.long) { return .version }
            let route = try follow(words[...])
            if route.path == [Verb.help.name] {
                return try explain(route.rest, columns: columns)
            }
            return try invoke(route)
        } catch {
            return .misuse(error)
        }
    }

    /// Answers `graft help ...`.
    private func explain(
        _ words: ArraySlice<String>, columns: Int
    ) throws(Misuse) -> Resolution {
        // Every verb takes it, and here it changes nothing.
        let words = words.filter { $0 != Option.json.declaration.long }
        if words == Verb.help.options.map(\.long) { return .help(manual) }
        let route = try follow(words[...])
        guard let extra = route.rest.first else {
            return .help(help(route.path, columns: columns))
        }
        throw Misuse.of([name, Verb.help.name], "\(quote(extra)) is one word too many")
    }

    private func invoke(_ route: Route) throws(Misuse) -> Resolution {
        let path = [name] + route.path
        guard let command = route.command, command.commands.isEmpty else {
            let choices = route.command?.commands.map(\.verb.name)
            throw Misuse.of(
                path, "a verb is missing",
                hint: choices.map { "say one of \($0.joined(separator: ", "))" })
        }
        var reading = Reading(verb: command.verb, path: path)
        try reading.read(route.rest)
        let invocation = Invocation(
            program: self, verb: command.verb, path: route.path,
            operands: try reading.assignedOperands(), options: try reading.checkedOptions())
        return .run(command, invocation)
    }

    /// Where a line's first words lead: the deepest verb that they name, and what is left.
    private struct Route {
        var command: Command?
        var path: [String] = []
        var rest: ArraySlice<String>
    }

    /// Common flags may stand before and between the verbs; they are handed on with the rest.
    private func follow(_ words: ArraySlice<String>) throws(Misuse) -> Route {
        var route = Route(rest: words)
        var flags: [String] = []
        var choices = commands
        while !choices.isEmpty, let word = route.rest.popFirst() {
            if Verb.commonOptions.contains(where: { $0.spellings.contains(word) }) {
                flags.append(word)
            } else if let next = choices.first(where: { $0.verb.name == word }) {
                route.command = next
                route.path.append(word)
                choices = next.commands
            } else if route.path.isEmpty, word == Verb.help.name {
                route.path.append(word)
                choices = []
            } else {
                throw unknown(word, after: route.path, choices: choices.map(\.verb))
            }
        }
        route.rest = flags + route.rest
        return route
    }

    private func unknown(_ word: String, after path: [String], choices: [Verb]) -> Misuse {
        let spoken = [name] + path
        if Reading.isOption(word) || word == "--" {
            return Misuse.of(spoken, "\(quote(word)) stands where a verb is awaited")
        }
        let names = choices.map(\.name) + (path.isEmpty ? [Verb.help.name] : [])
        let hint = nearest(word, among: names).map {
            "did you mean `\((spoken + [$0]).joined(separator: " "))`?"
        }
        return Misuse.of(spoken, "\(quote(word)) is not a verb", hint: hint)
    }
}
