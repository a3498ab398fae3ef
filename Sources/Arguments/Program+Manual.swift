// SPDX-License-Identifier: Apache-2.0
extension Program {
    /// The man page of the program, for `man -l`, in the man macros of roff.
    ///
    /// It says nothing that the declarations do not say, so the same ones give the same bytes.
    public var manual: String {
        var roff = Roff()
        roff.title(name.uppercased(), date: date, source: "\(name) \(version)")
        roff.request("SH", "NAME")
        roff.line("\(Roff.escape(name)) \\- \(Roff.escape(summary))")
        roff.request("SH", "SYNOPSIS")
        roff.usage(name, ["VERB", "[OPERAND]...", "[OPTION]..."])
        if !discussion.isEmpty {
            roff.request("SH", "DESCRIPTION")
            roff.prose(discussion, first: true)
        }
        for (index, chapter) in chapters.enumerated() {
            roff.request("SH", chapter.title.uppercased())
            let last = index == chapters.count - 1 ? [Verb.help] : []
            for verb in chapter.commands.map(\.verb) + last { describe(verb, [verb.name], &roff) }
        }
        roff.request("SH", "OPTIONS OF EVERY VERB")
        for option in Verb.commonOptions { roff.item(option) }
        roff.request("SH", "EXIT STATUS")
        for (status, meaning) in exits { roff.item("\(status.rawValue)", meaning) }
        if !examples.isEmpty {
            roff.request("SH", "EXAMPLES")
            roff.examples(examples, first: true)
        }
        return String(roff.text.dropLast())
    }

    private func describe(_ verb: Verb, _ path: [String], _ roff: inout Roff) {
        let spoken = ([name] + path).joined(separator: " ")
        roff.request("SS", spoken)
        roff.usage(spoken, verb.usage)
        roff.prose(sentence(verb.summary))
        roff.prose(verb.discussion)
        for operand in verb.operands {
            roff.item("\\fI\(Roff.escape(operand.name))\\fR", operand.meaning)
        }
        for option in verb.options { roff.item(option) }
        for (status, meaning) in verb.exits {
            roff.item("exit status \(status.rawValue)", meaning)
        }
        roff.examples(verb.examples)
        for nested in verb.verbs { describe(nested, path + [nested.name], &roff) }
    }
}

extension Roff {
    fileprivate mutating func usage(_ spoken: String, _ pieces: [String]) {
        line("\\fB\(Self.escape(spoken))\\fR")
        for piece in pieces.flatMap({ $0.split(separator: " ") }) { line(Self.mark(String(piece))) }
    }

    fileprivate mutating func item(_ option: OptionDeclaration) {
        let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
        let words = option.usage.split(separator: " ").map { Self.mark(String($0)) }
        item(short + words.joined(separator: " "), option.fullMeaning)
    }
}
