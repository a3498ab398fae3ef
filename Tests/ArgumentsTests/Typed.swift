// SPDX-License-Identifier: Apache-2.0
import Testing

/// A line whose last word is being typed, and all that a shell should offer for it.
struct Typed: Sendable, CustomTestStringConvertible {
    let words: [String]
    let offers: [String]

    /// The words stand with single spaces between them; a space at the end begins a new one.
    init(_ line: String, _ offers: String...) {
        words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        self.offers = offers.sorted()
    }

    var testDescription: String { words.joined(separator: " ") }

    /// The same in every shell.
    static let everywhere = [
        Typed("graft re", "register"),
        Typed("graft --json sw", "swap"),
        Typed("graft experiment ", "run", "verify"),
        Typed("graft experiment run --js", "--json"),
        Typed("graft swap bpf_", "bpf_cubic", "bpf_dctcp"),
        Typed("graft swap --tries 3 bpf_c", "bpf_cubic"),
        Typed("graft register x --c", "--cgroup"),
        Typed("graft register x --netns ", "left", "right"),
        Typed("graft list --sort c", "calls"),
        Typed("graft completions ", "bash", "fish", "zsh"),
        Typed("graft help exp", "experiment"),
        Typed("graft register x --cgroup s", "sources/"),
    ]
}

/// The lines that a shell printed, in an order that does not depend on it.
func sortedLines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init).sorted()
}
