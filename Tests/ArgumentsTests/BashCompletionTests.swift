// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("The completion script for bash", .enabled(if: bash.isInstalled, bash.absence))
struct BashCompletionTests {
    @Test(
        "completes verbs, options, names and files",
        arguments: Typed.everywhere + [
            Typed("graft register c", "cubic", "cubic.bpf.c", "cubic.bpf.o"),
            Typed("graft experiment run ", "gentle.yaml", "sources/"),
            Typed("graft swap bpf_cubic t", "two words.bpf.o"),
            Typed("graft swap a b c"),
            Typed("graft list --sort = n", "name"),
            Typed("graft register --set beta = 5 --dev = x d", "dctcp"),
            Typed("graft build a b s", "sources/"),
            Typed("graft build -- s", "sources/"),
            Typed("graft lab run --kernel 6.18 -- unam", "uname"),
            Typed("graft lab run --kernel 6.18 -- ls not", "notes.txt"),
        ])
    func offers(typed: Typed) {
        let folder = Folder()
        folder.write(sample.completions(for: .bash), to: "given")
        folder.write(
            """
            source ./given
            COMP_WORDS=(\(typed.words.map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=\(typed.words.count - 1)
            _graft
            for offer in "${COMPREPLY[@]}"; do
                [[ -d $offer ]] && offer+=/
                printf '%s\\n' "$offer"
            done
            """, to: "notes.txt")
        // A command may stand in two folders of PATH; readline shows it once.
        let offered = Set(sortedLines(bash.output("--norc notes.txt", in: folder)))
        #expect(offered == Set(typed.offers))
        #expect(!folder.holds("trapped"))
    }
}

private let bash = Tool(name: "bash")
