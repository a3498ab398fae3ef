// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft recover`: settle what a crash left.
enum RecoverVerb {
    static let command = Command(
        Verb(
            "recover", "settle what a command left that did not come to its end",
            discussion: """
                What is live in the kernel is finished, what is not is undone. Every command that \
                changes something does this first; it is here for whoever wants it now.
                """,
            options: [SessionOptions.noWait],
            examples: [Example("graft recover", "settle it, and say what was done")])
    ) { invocation in
        let session = try SessionOptions.session(invocation)
        let recovered = try Registry(.host).recover(
            shelf: .host, on: RunningKernel(), session)
        Terminal.show(Recovered(recoveries: recovered), invocation)
        return .done
    }
}
