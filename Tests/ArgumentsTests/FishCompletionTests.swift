// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("The completion script for fish", .enabled(if: fish.isInstalled, fish.absence))
struct FishCompletionTests {
    @Test(
        "completes verbs, options, names and files",
        arguments: Typed.everywhere + [
            Typed("graft register c", "cubic", "cubic.bpf.c", "cubic.bpf.o"),
            Typed("graft list --sort=n", "--sort=name"),
            Typed("graft build a b s", "sources/"),
            Typed("graft lab run --kernel 6.18 -- unam", "uname"),
            Typed("graft lab run --kernel 6.18 -- ls not", "notes.txt"),
        ])
    func offers(typed: Typed) {
        let folder = Folder()
        folder.write(sample.completions(for: .fish), to: "given")
        let line = typed.words.joined(separator: " ")
        let printed = fish.output(
            "--no-config -c 'source given; complete -C \"\(line)\"'", in: folder)
        let offered = sortedLines(printed).map {
            $0.split(separator: "\t").first.map(String.init) ?? ""
        }
        #expect(offered == typed.offers)
        #expect(!folder.holds("trapped"))
    }
}

private let fish = Tool(name: "fish")
