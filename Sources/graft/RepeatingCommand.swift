// SPDX-License-Identifier: Apache-2.0
import Experiments
import Results

/// The one command that does an experiment again.
///
/// What was said on its command line instead of in the plan is in the plan as run, and said again:
/// rounds, the stopping rule, and the kernel of a deterministic one.
struct RepeatingCommand {
    let text: String

    /// `deterministicKernel` is nil where its runs were made in real time.
    init(_ plan: Plan, _ asRun: PlanAsRun, deterministicKernel: String?) {
        var words = ["graft", "experiment", "run", asRun.file]
        if let kernel = deterministicKernel { words += ["--deterministic", "--kernel", kernel] }
        words += ["--rounds", "\(plan.rounds)"]
        if let stopping = plan.stopping {
            words += ["--until", stopping.until.text, "--max-rounds", "\(stopping.mostRounds)"]
        }
        text = words.map(RepeatingCommand.quoted).joined(separator: " ")
    }

    /// As a shell reads it back.
    private static func quoted(_ word: String) -> String {
        let plain = word.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-_./+:=,@%".unicodeScalars.contains(scalar)
        }
        if plain, !word.isEmpty { return word }
        let inside = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + inside.joined(separator: "'\\''") + "'"
    }
}
