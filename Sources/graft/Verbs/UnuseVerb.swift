// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft unuse [NAME]`: put back what was before `graft use`.
enum UnuseVerb {
    private static let name = Operand(
        optional: .registration, "only where this congestion control was chosen")

    static let command = Command(
        Verb(
            "unuse", "put back what sockets got before `graft use`",
            discussion: """
                Takes the words that `graft use` was given; with a name alone, everything that \
                was chosen by that name. What somebody else has changed since is left as it is.
                """,
            operands: [name], options: UseOptions.all + [SessionOptions.noWait],
            examples: [
                Example("graft unuse --default", "the default that was before"),
                Example("graft unuse bpf_dctcp", "wherever bpf_dctcp was chosen"),
            ])
    ) { invocation in
        let scope = try UseOptions.scope(invocation)
        guard scope != nil || invocation[name] != nil else {
            throw invocation.misuse(
                "for whom? give a NAME, --default, --to, --cgroup or --port",
                hint: "`graft use` lists what is in place")
        }
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let ended = try Registry(.host).unuse(
            invocation[name], for: scope, shelf: .host, on: RunningKernel(), session)
        Terminal.show(Unassigned(assignments: ended), invocation)
        return .done
    }
}
