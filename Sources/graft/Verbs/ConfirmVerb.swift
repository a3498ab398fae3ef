// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import JSON
import Kernel

/// `graft confirm NAME`: keep what a swap has made live.
enum ConfirmVerb {
    private static let name = Operand(.registration, "the registration, or its extension's name")

    static let command = Command(
        Verb(
            "confirm", "keep what a swap with --confirm-within has made live",
            operands: [name], options: [SessionOptions.noWait],
            examples: [Example("graft confirm bpf_cubic", "the new version stays")])
    ) { invocation in
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let pending = try Registry(.host).confirm(
            invocation[name], shelf: .host, on: RunningKernel(), session)
        Terminal.show(Confirmed(pending: pending), invocation)
        return .done
    }
}

/// What `graft confirm` has done.
struct Confirmed: Shown {
    let pending: Pending

    var text: String { "confirmed: \(pending.name) stays at v\(pending.to)" }
    var json: JSON { ["name": JSON(pending.name), "version": JSON(pending.to)] }
}
