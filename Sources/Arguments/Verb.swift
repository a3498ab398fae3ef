// SPDX-License-Identifier: Apache-2.0
/// What a verb of the command line is called, takes and means.
public struct Verb: Sendable {
    public let name: String
    /// One line, lower case, no full stop: it stands in lists and beside the name.
    public let summary: String
    /// Paragraphs with an empty line between them; a line that begins with a space stays as is.
    public let discussion: String
    public let operands: [OperandDeclaration]
    public let slots: [OptionSlot]
    public let examples: [Example]
    /// What an exit status means for this verb in particular.
    public let exits: KeyValuePairs<ExitStatus, String>
    /// Verbs under this one, as `run` under `experiment`; a verb that has some only leads to them.
    public let verbs: [Verb]

    public init(
        _ name: String,
        _ summary: String,
        discussion: String = "",
        operands: [any DeclaredOperand] = [],
        options: [any DeclaredOptions] = [],
        examples: [Example] = [],
        exits: KeyValuePairs<ExitStatus, String> = [:],
        verbs: [Verb] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.operands = operands.map(\.declaration)
        self.slots = options.flatMap(\.slots)
        self.examples = examples
        self.exits = exits
        self.verbs = verbs
    }

    /// Its own options, without those that every verb has.
    public var options: [OptionDeclaration] { slots.flatMap(\.options) }
}

extension Verb {
    /// What every verb takes besides its own.
    static let commonOptions = [
        Option.json.declaration, Option.help.declaration, Option.version.declaration,
    ]

    /// The verb that a program has without declaring it; `resolve` answers it.
    static let help = Verb(
        "help", "explain the program or a verb",
        operands: [
            Operand(optional: .text("VERB", .verbs), "the verb; a nested one as it is typed")
        ],
        options: [Option(flag: "man", "print the man page of the whole program, in roff")])
}
