// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Kernel
import Results

/// `graft experiment verify RESULTS`: runs a share of a deterministic experiment again.
enum ExperimentVerifyVerb {
    private static let share = Option(
        "share", .share, default: "10%", "how many of the runs, at least one; drawn anew each time")

    static let command = Command(
        Verb(
            "verify", "run a share of a deterministic experiment again, and compare to the byte",
            discussion: """
                First every run in the file is held against its own digest, its figures against \
                its samples, and its place and seed against the plan: this finds what was changed \
                by hand. Then some take place again, those first that were found odd, and have to \
                give the same bytes. Where one does not, the first thing that differs is named, \
                with both values.

                Another kernel package, graft, translator (QEMU), firmware, netperf or extension \
                than the file was made by is named, too. It is a reason for other bytes and no \
                fault by itself.
                """,
            operands: [ExperimentVerb.results], options: [share],
            examples: [
                Example("graft experiment verify cubic.sqlite", "one run in ten"),
                Example("graft experiment verify cubic.sqlite --share 100%", "all of them"),
            ],
            exits: [
                .refused: "it cannot be run again here",
                .differs: "a run was changed, or gives other bytes here",
            ])
    ) { invocation in try verify(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func verify(_ invocation: Invocation) throws -> ExitStatus {
        let reader = try ResultsReader(at: invocation[ExperimentVerb.results])
        let verifier = try Verifier(DeterministicResults(reader, attempt: "verify"))
        let verification = try verifier.verify(share: invocation[share])
        Terminal.show(verification, invocation)
        return verification.isClean ? .done : .differs
    }
}
