// SPDX-License-Identifier: Apache-2.0
extension Program {
    /// The help text of the program, or of the verb at `path`, without a line feed at the end.
    public func help(_ path: [String] = [], columns: Int = 80) -> String {
        var page = Page(columns: columns)
        var verb: Verb?
        for word in path {
            guard let next = (verb?.verbs ?? verbs).first(where: { $0.name == word }) else {
                preconditionFailure("help is asked for \(word), which is not declared")
            }
            verb = next
        }
        if let verb {
            explain(verb, path, on: &page)
        } else {
            explainProgram(on: &page)
        }
        return page.text
    }

    private func explainProgram(on page: inout Page) {
        page.usage("Usage: \(name)", ["VERB", "[OPERAND]...", "[OPTION]..."])
        page.prose(sentence(summary))
        page.prose(discussion)
        for (index, chapter) in chapters.enumerated() {
            page.heading(chapter.title)
            let last = index == chapters.count - 1 ? [Verb.help] : []
            list(chapter.commands.map(\.verb) + last, on: &page)
        }
        page.heading("Options of every verb")
        page.list(Verb.commonOptions.map(\.entry))
        list(exits, on: &page)
        page.examples(examples)
        page.prose("See `\(name) help VERB` for what a verb takes.")
    }

    private func explain(_ verb: Verb, _ path: [String], on page: inout Page) {
        let spoken = ([name] + path).joined(separator: " ")
        page.usage("Usage: \(spoken)", verb.usage)
        page.prose(sentence(verb.summary))
        page.prose(verb.discussion)
        if !verb.verbs.isEmpty {
            page.heading("Verbs")
            list(verb.verbs, on: &page)
        }
        if !verb.operands.isEmpty {
            page.heading("Operands")
            page.list(verb.operands.map { ($0.name, $0.meaning) })
        }
        page.heading("Options")
        page.list((verb.options + Verb.commonOptions).map(\.entry))
        page.examples(verb.examples)
        list(verb.exits, on: &page)
        if !verb.verbs.isEmpty { page.prose("See `\(spoken) VERB --help` for what a verb takes.") }
    }

    private func list(_ verbs: [Verb], on page: inout Page) {
        page.list(verbs.map { ($0.name, $0.summary) })
    }

    private func list(_ exits: KeyValuePairs<ExitStatus, String>, on page: inout Page) {
        guard !exits.isEmpty else { return }
        page.heading("Exit status")
        page.list(exits.map { (String($0.key.rawValue), $0.value) })
    }
}

extension Verb {
    /// What a usage line shows after the verb, in pieces that are not broken.
    var usage: [String] {
        guard verbs.isEmpty else { return ["VERB", "[OPERAND]...", "[OPTION]..."] }
        let inPlace = operands.filter { $0.arity != .rest }.map(\.usage)
        let rest = operands.filter { $0.arity == .rest }.map(\.usage)
        return inPlace + slots.map(\.usage) + rest
    }
}

extension OptionDeclaration {
    /// Its line in a list of options; long names stand under each other.
    var entry: (label: String, text: String) {
        ("\(short.map { "-\($0), " } ?? "    ")\(usage)", fullMeaning)
    }
}
