// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Results

/// What came of holding a results file against itself and against runs made anew.
struct Verification: Shown {
    let file: String
    /// How many there are in the file.
    let runs: Int
    /// What differs of that which runs depend on, each thing by its name.
    var differences: [String] = []
    private var findings: [Finding] = []

    init(file: String, runs: Int) {
        self.file = file
        self.runs = runs
    }

    /// What is wrong about a run.
    enum Oddity: Equatable {
        /// Its digest is not that of what the file holds.
        case changed
        /// A figure does not follow from its samples: which, in words.
        case figure(String)
        /// Its seed is not the one that the plan gives it.
        case seed
        /// The plan has no such run.
        case stranger
        /// All in the file agrees, and yet it goes another way here.
        case otherBytes
        /// It could not be run again: why, in words.
        case failed(String)

        var words: String {
            switch self {
            case .changed: "was changed since it was written"
            case .figure(let words): "has a figure that was changed: \(words)"
            case .seed: "has another seed than its plan gives it"
            case .stranger: "is of no run of its plan"
            case .otherBytes: "gives other bytes here"
            case .failed(let words): "could not be run again: \(words)"
            }
        }

        /// For machines.
        var name: String {
            switch self {
            case .changed: "changed"
            case .figure: "figure"
            case .seed: "seed"
            case .stranger: "stranger"
            case .otherBytes: "other bytes"
            case .failed: "failed"
            }
        }
    }

    struct Finding {
        let run: StoredRun
        /// Nil: it gave the same bytes.
        var oddity: Oddity?
        let wasRepeated: Bool
        /// Between the file and the run made anew, in words.
        var firstDifference: String?
    }

    mutating func add(_ finding: Finding) { findings.append(finding) }

    var isClean: Bool { findings.allSatisfy { $0.oddity == nil } }

    private var repeated: Int { findings.count { $0.wasRepeated } }
    private var same: Int { findings.count { $0.wasRepeated && $0.oddity == nil } }

    var text: String {
        var lines = findings.compactMap { finding in
            finding.oddity.map { oddity in
                "run \(finding.run.number) (\(finding.run.summary.key)) \(oddity.words)"
                    + (finding.firstDifference.map { "; \($0)" } ?? "")
            }
        }
        lines += differences
        lines.append(
            "\(same) of \(Words.plural(repeated, "run")) gave the same bytes again; "
                + "\(file) has \(Words.plural(runs, "run"))")
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "results": JSON(file), "clean": JSON(isClean), "stored": JSON(runs),
            "repeated": JSON(repeated), "same": JSON(same), "differences": JSON(differences),
            "runs": .array(
                findings.map {
                    [
                        "run": JSON($0.run.number), "key": JSON("\($0.run.summary.key)"),
                        "digest": JSON($0.run.digest), "repeated": JSON($0.wasRepeated),
                        "oddity": JSON($0.oddity?.name), "words": JSON($0.oddity?.words),
                        "first_difference": JSON($0.firstDifference),
                    ]
                }),
        ]
    }
}
