// SPDX-License-Identifier: Apache-2.0
import Extensions

/// The program that is live now where one of this kind would go.
enum LiveProgram {
    static func find(for kind: TrialProgram.Kind) throws(Refusal) -> TrialProgram {
        throw Refusal(
            "compare with what is live", .said("\(kind.title) is not registered here"),
            hint: "name a file instead: `--against FILE`")
    }
}
