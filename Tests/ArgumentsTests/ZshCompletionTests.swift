// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("The completion script for zsh", .enabled(if: zsh.isInstalled, zsh.absence))
struct ZshCompletionTests {
    @Test(
        "completes verbs, options, names and files",
        arguments: Typed.everywhere + [
            Typed("graft register c", "cubic", "cubic.bpf.c", "cubic.bpf.o"),
            Typed("graft list --sort=n", "name"),
            Typed("graft swap a b c"),
            Typed("graft build a b s", "sources/"),
        ])
    func offers(typed: Typed) {
        let folder = Folder()
        folder.write(sample.completions(for: .zsh), to: "given")
        folder.write(typed.words.joined(separator: " ") + "\n", to: "gentle.yaml")
        folder.write(zshConversation, to: "notes.txt")
        let offered = zsh.output("-f notes.txt", in: folder).split(separator: "<").dropFirst()
            .compactMap { $0.split(separator: ">").first.map(String.init) }
        #expect(Set(offered) == Set(typed.offers + ["end"]))
        #expect(!folder.holds("trapped"))
    }
}

private let zsh = Tool(name: "zsh")

/// Types a line at a zsh of its own, presses the tab key, and prints what is then added.
private let zshConversation = #"""
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell '
    PS1= RPS1= PATH=.:$PATH
    stty -echo
    autoload -Uz compinit
    compinit -u -D
    source ./given
    bindkey "^I" complete-word
    compadd() {
        if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
            builtin compadd "$@"
            return
        fi
        local -a found
        local -A flags
        zparseopts -E -A flags -a ignored P: S: p: s: W:
        builtin compadd -A found "$@"
        for one in $found; do
            [[ -d $flags[-W]$one ]] && one+=/
            print -r -- "<$flags[-p]$one>"
        done
        builtin compadd "$@"
    }
    finish() { print -r -- "<end>"; exit }
    zle -N finish
    bindkey "^X" finish
    print "<""ready>"'
    zpty -r shell greeting '*<ready>*'
    zpty -w -n shell "$(<gentle.yaml)"$'\t\x18'
    zpty -r shell answer '*<end>*'
    print -r -- "$answer"
    """#
