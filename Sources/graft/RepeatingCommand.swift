// SPDX-License-Identifier: Apache-2.0
import Experiments
import Results
import Testbed

/// The one command that does an experiment again.
///
/// What was said on its command line instead of in the plan is in the plan as run, and said again:
/// rounds, the stopping rule, and where the runs took place.
struct RepeatingCommand {
    let text: String

    /// `facts` are those that hold for all runs.
    init(_ plan: Plan, _ asRun: PlanAsRun, _ facts: RunEnvironment) {
        var words = ["graft", "experiment", "run", asRun.file]
        if let kernel = facts[DeterministicFacts.kernel] {
            words += ["--deterministic", "--kernel", kernel]
        } else if let kernel = facts[LabFacts.kernel] {
            words += ["--kernel", kernel]
        }
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
