// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

/// `graft completions SHELL`: what a shell needs to complete our words.
enum CompletionsVerb {
    private static let shell = Operand(
        optional: .choice("SHELL") as Form<Shell>, "bash, zsh or fish")
    private static let names = Option(
        "names", .choice("KIND") as Form<Names>, "print the names of this kind, one a line")

    static let command = Command(
        Verb(
            "completions", "print the completion script of a shell",
            operands: [shell], options: [names],
            examples: [
                Example("source <(graft completions bash)", "complete in this shell"),
                Example(
                    "graft completions fish > ~/.config/fish/completions/graft.fish",
                    "complete in every fish from now on"),
            ])
    ) { invocation in
        if let kind = invocation[names] {
            let names = try kind.list()
            if !names.isEmpty { Terminal.print(names.joined(separator: "\n")) }
        } else if let shell = invocation[shell] {
            Terminal.print(invocation.program.completions(for: shell))
        } else {
            throw invocation.misuse("SHELL or --names is needed")
        }
        return .done
    }
}
