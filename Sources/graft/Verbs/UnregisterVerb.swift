// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft unregister NAME`: take an extension out of its hook.
enum UnregisterVerb {
    private static let name = Operand(.registration, "the registration")
    private static let foreign = Option(
        flag: "foreign", "take out what something else than graft registered")

    static let command = Command(
        Verb(
            "unregister", "take an extension out of its hook",
            discussion: """
                New sockets no longer get it; those that have it keep it until they close. What \
                graft did not register is left alone unless --foreign is given.
                """,
            operands: [name], options: [foreign, SessionOptions.noWait],
            examples: [
                Example("graft unregister bpf_cubic", "take ours out"),
                Example("graft unregister --foreign other", "take out somebody else's"),
            ])
    ) { invocation in
        let registry = Registry(.host)
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        var name = invocation[name]
        if invocation[foreign] {
            try registry.unregisterForeign(name, on: RunningKernel())
        } else {
            name = try registry.unregister(name, shelf: .host, on: RunningKernel(), session)
        }
        Terminal.show(Unregistered(name: name), invocation)
        return .done
    }
}
