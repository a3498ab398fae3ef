// SPDX-License-Identifier: Apache-2.0
/// A verb and the code that runs it, or a verb that leads to further ones.
public struct Command: Sendable {
    public typealias Run = @Sendable (Invocation) throws -> ExitStatus

    public let verb: Verb
    public let commands: [Command]
    let action: Run?

    public init(_ verb: Verb, run: @escaping Run) {
        self.verb = verb
        commands = []
        action = run
    }

    /// `graft experiment`, which is nothing without `plan`, `run` or `resume` after it.
    public init(_ name: String, _ summary: String, discussion: String = "", _ commands: [Command]) {
        verb = Verb(name, summary, discussion: discussion, verbs: commands.map(\.verb))
        self.commands = commands
        action = nil
    }

    /// Does what the invocation of this verb asks for.
    public func run(_ invocation: Invocation) throws -> ExitStatus {
        guard let action else {
            preconditionFailure("\(verb.name) only leads to other verbs, and was resolved")
        }
        return try action(invocation)
    }
}
