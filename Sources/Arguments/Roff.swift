// SPDX-License-Identifier: Apache-2.0
/// The few requests of the man macros that a manual page needs.
struct Roff {
    private(set) var text = ""

    mutating func request(_ name: String, _ arguments: String...) {
        let quoted = arguments.map { "\"\(Self.escape($0))\"" }
        text += ([".\(name)"] + quoted).joined(separator: " ") + "\n"
    }

    /// A line of running text; what it holds was escaped before.
    mutating func line(_ escaped: String) {
        // A line that begins so would be taken for a request.
        let guarded = escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" : ""
        text += "\(guarded)\(escaped)\n"
    }

    mutating func prose(_ discussion: String) {
        for block in Block.blocks(of: discussion) {
            switch block {
            case .paragraph(let paragraph):
                request("PP")
                line(Self.escape(paragraph))
            case .verbatim(let lines): verbatim(lines)
            }
        }
    }

    mutating func verbatim(_ lines: [String]) {
        request("PP")
        request("EX")
        lines.forEach { line(Self.escape($0)) }
        request("EE")
    }

    /// A hanging label and the text beside it.
    mutating func item(_ escapedLabel: String, _ meaning: String) {
        request("TP")
        line(escapedLabel)
        line(Self.escape(meaning))
    }

    mutating func examples(_ examples: [Example]) {
        for example in examples {
            request("PP")
            line(Self.escape(sentence(example.effect)))
            verbatim(["    " + example.command])
        }
    }

    /// A hyphen is written so that it can be copied from the page, and searched for.
    static func escape(_ plain: String) -> String {
        var escaped = ""
        for character in plain {
            switch character {
            case "\\": escaped += "\\e"
            case "\"": escaped += "\\(dq"
            case "-": escaped += "\\-"
            case "`", "'": escaped += character == "`" ? "\\(ga" : "\\(aq"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// Words typed as they are in bold, placeholders (upper case) in italics.
    static func mark(_ usage: String) -> String {
        usage.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let body = word.drop { "[(".contains($0) }
            let core = body.prefix { !"])".contains($0) }
            let font = core.hasPrefix("-") ? "B" : core.contains(where: \.isUppercase) ? "I" : "R"
            guard font != "R" else { return escape(String(word)) }
            let before = escape(String(word[..<body.startIndex]))
            let after = escape(String(word[core.endIndex...]))
            return "\(before)\\f\(font)\(escape(String(core)))\\fR\(after)"
        }.joined(separator: " ")
    }
}
