// SPDX-License-Identifier: Apache-2.0
/// The few requests of the man macros that a manual page needs.
struct Roff {
    private(set) var text = ""
    /// Source lines stay below 80 bytes, as mandoc asks, escapes included.
    private let width = 60

    /// Text is neither stretched nor hyphenated: both spoil what is meant to be copied.
    mutating func title(_ title: String, date: String, source: String) {
        text += ".TH \(title) 1 \"\(date)\" \"\(source)\" \"User Commands\"\n.nh\n.ad l\n"
    }

    mutating func request(_ name: String, _ argument: String) {
        text += ".\(name) \"\(Self.escape(argument))\"\n"
    }

    /// A line of running text; what it holds was escaped before.
    mutating func line(_ escaped: String) {
        // A line that begins so would be taken for a request.
        text += (escaped.hasPrefix(".") ? "\\&" : "") + escaped + "\n"
    }

    /// `first` after a heading, where a paragraph begins by itself.
    mutating func prose(_ discussion: String, first: Bool = false) {
        for (index, block) in Block.blocks(of: discussion).enumerated() {
            if index > 0 || !first { text += ".PP\n" }
            switch block {
            case .paragraph(let paragraph): lines(paragraph)
            case .verbatim(let lines): verbatim(lines)
            }
        }
    }

    /// A hanging label and the text beside it.
    mutating func item(_ escapedLabel: String, _ meaning: String) {
        text += ".TP\n"
        line(escapedLabel)
        lines(meaning)
    }

    mutating func examples(_ examples: [Example], first: Bool = false) {
        for (index, example) in examples.enumerated() {
            prose(sentence(example.effect).dropLast() + ":", first: first && index == 0)
            text += ".PP\n"
            verbatim(["    " + example.command])
        }
    }

    private mutating func lines(_ prose: String) {
        for wrapped in wrap(prose, to: width) { line(Self.escape(wrapped)) }
    }

    private mutating func verbatim(_ lines: [String]) {
        text += ".EX\n"
        for verbatim in lines { line(Self.escape(verbatim)) }
        text += ".EE\n"
    }

    /// A hyphen is written so that it can be copied from the page, and searched for.
    static func escape(_ plain: String) -> String {
        var escaped = ""
        for character in plain {
            switch character {
            case "\\": escaped += "\\e"
            case "\"": escaped += "\\(dq"
            case "-": escaped += "\\-"
            case "`": escaped += "\\(ga"
            case "'": escaped += "\\(aq"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// A word of a usage line: as it is typed in bold, a placeholder (upper case) in italics.
    static func mark(_ word: String) -> String {
        let body = word.drop { "[(".contains($0) }
        let core = body.prefix { !"])".contains($0) }
        let font = core.hasPrefix("-") ? "B" : core.contains(where: \.isUppercase) ? "I" : "R"
        let before = escape(String(word[..<core.startIndex]))
        // A full stop at the end of a line would be given the space that ends a sentence.
        let after = escape(String(word[core.endIndex...])) + (word.hasSuffix(".") ? "\\&" : "")
        return "\(before)\\f\(font)\(escape(String(core)))\\fR\(after)"
    }
}
