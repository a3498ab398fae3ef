// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions

/// `graft doctor`: what this host can do.
enum DoctorVerb {
    static let command = Command(
        Verb(
            "doctor", "show what this host offers, what it lacks, and what helps",
            discussion: """
                Everything is tried, nothing is concluded from a version number. Queueing \
                disciplines are tried in a network namespace of graft's own.
                """,
            examples: [
                Example("graft doctor", "look at everything"),
                Example(
                    "graft doctor --json | jq '.[] | select(.state == \"lacks\")'",
                    "only what is missing"),
            ])
    ) { invocation in
        Terminal.show(Doctor(), invocation)
        return .done
    }
}
