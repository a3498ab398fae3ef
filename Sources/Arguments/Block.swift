// SPDX-License-Identifier: Apache-2.0
/// A piece of a discussion: a paragraph that may be wrapped, or lines that must not be.
enum Block: Equatable {
    case paragraph(String)
    case verbatim([String])

    /// Empty lines end a piece; a line that begins with a space belongs to a verbatim one.
    static func blocks(of text: String) -> [Block] {
        var blocks: [Block] = []
        var open = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            switch (line.first, open ? blocks.last : nil) {
            case (nil, _):
                open = false
                continue
            case (" ", .verbatim(let lines)):
                blocks[blocks.count - 1] = .verbatim(lines + [line])
            case (" ", _): blocks.append(.verbatim([line]))
            case (_, .paragraph(let start)):
                blocks[blocks.count - 1] = .paragraph("\(start) \(line)")
            default: blocks.append(.paragraph(line))
            }
            open = true
        }
        return blocks
    }
}

/// A summary, which is lower case and has no full stop, as a sentence.
func sentence(_ summary: String) -> String {
    guard let first = summary.first else { return summary }
    // A name that must keep its case stands as it is: `*.bpf.c`, `graft`, `KNOB`.
    let start = first.isLowercase ? first.uppercased() : String(first)
    return start + summary.dropFirst() + "."
}
