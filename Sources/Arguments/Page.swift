// SPDX-License-Identifier: Apache-2.0
/// A text page of limited width, built from the top.
struct Page {
    let columns: Int
    private(set) var lines: [String] = []

    /// Narrower than 40 columns nothing reads well, and wider than 100 no paragraph does.
    init(columns: Int) {
        self.columns = min(max(columns, 40), 100)
    }

    /// The page, without a line feed at the end.
    var text: String { lines.joined(separator: "\n") }

    mutating func heading(_ title: String) {
        lines += ["", "\(title):"]
    }

    mutating func prose(_ text: String) {
        for block in Block.blocks(of: text) {
            lines.append("")
            switch block {
            case .paragraph(let text): lines += wrap(text, to: columns)
            case .verbatim(let verbatim): lines += verbatim
            }
        }
    }

    /// The usage line: words that are not broken, the later lines indented under the first of them.
    mutating func usage(_ start: String, _ words: [String]) {
        let indent = start.count + 1
        let wrapped = wrap(words: words, to: columns - indent)
        lines.append(wrapped.first.map { "\(start) \($0)" } ?? start)
        lines += wrapped.dropFirst().map { spaces(indent) + $0 }
    }

    /// Labels in one column and their texts in the next; a long label has a line of its own.
    mutating func list(_ items: [(label: String, text: String)]) {
        let widest = 26
        let width = items.map(\.label.count).filter { $0 <= widest }.max() ?? 0
        for (label, text) in items {
            var wrapped = wrap(text, to: columns - width - 4)[...]
            if label.count <= width {
                let first = wrapped.popFirst().map { spaces(width + 2 - label.count) + $0 }
                lines.append("  \(label)\(first ?? "")")
            } else {
                lines.append("  \(label)")
            }
            lines += wrapped.map { spaces(width + 4) + $0 }
        }
    }

    mutating func examples(_ examples: [Example]) {
        guard !examples.isEmpty else { return }
        heading("Examples")
        for example in examples {
            lines.append("  \(example.command)")
            lines += wrap(sentence(example.effect), to: columns - 6).map { spaces(6) + $0 }
        }
    }
}

private func spaces(_ count: Int) -> String {
    String(repeating: " ", count: count)
}

func wrap(_ text: String, to width: Int) -> [String] {
    wrap(words: text.split(separator: " ").map(String.init), to: width)
}

/// A word wider than the line stands alone, unbroken.
private func wrap(words: [String], to width: Int) -> [String] {
    var lines: [String] = []
    for word in words {
        if let last = lines.last, last.count + 1 + word.count <= width {
            lines[lines.count - 1] += " " + word
        } else {
            lines.append(word)
        }
    }
    return lines
}
