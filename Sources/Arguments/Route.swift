// SPDX-License-Identifier: Apache-2.0
/// A verb with the words that lead to it, as completion scripts tell them apart.
struct Route {
    /// The program's name and the verbs: `graft experiment run`.
    let spoken: String
    let verb: Verb

    /// The program itself and every verb of it, each before those under it.
    static func all(of program: Program) -> [Route] {
        let root = Verb(program.name, program.summary, verbs: program.verbs)
        return Route(spoken: program.name, verb: root).withNested
    }

    private var withNested: [Route] {
        [self] + verb.verbs.flatMap { Route(spoken: "\(spoken) \($0.name)", verb: $0).withNested }
    }

    var options: [OptionDeclaration] { verb.options + Verb.commonOptions }

    /// Operands by place, the one that takes the words after `--` left out.
    var operandsInPlace: [OperandDeclaration] { verb.operands.filter { $0.arity != .rest } }

    var takesCommand: Bool { verb.operands.contains { $0.arity == .rest } }
}

/// A word in single quotes, for bash and zsh.
func singleQuoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
}
