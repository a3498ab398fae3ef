// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft rollback NAME`: back to the version that is kept ready.
enum RollbackVerb {
    private static let name = Operand(.registration, "the registration, or its extension's name")
    private static let version = Option(
        "to", .text("VERSION"),
        "go to this one: its number, or the beginning of its digest, from the store if need be")

    static let command = Command(
        Verb(
            "rollback", "go back to the version before, which is kept ready",
            discussion: """
                One update of a link: no file, no build and no verifier is in its way, and the file \
                of the old version need not exist any more.
                """,
            operands: [name], options: [version, SessionOptions.noWait] + MigrationOptions.all,
            examples: [
                Example("graft rollback bpf_cubic", "new sockets get the version before"),
                Example("graft rollback bpf_cubic --migrate", "and those that are open"),
                Example(
                    "graft rollback bpf_cubic --to 3fa94c", "any version of the store"),
            ])
    ) { invocation in try rollBack(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func rollBack(_ invocation: Invocation) throws -> ExitStatus {
        let migration = try MigrationOptions.filter(invocation)
        let kernel = try RunningKernel()
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let swapped = try Registry(.host).rollback(
            invocation[name], to: invocation[version], migration: migration, shelf: .host,
            on: kernel, session)
        Terminal.show(swapped, invocation)
        return .done
    }
}
