// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Results

/// What came of running runs again.
struct Verification: Shown {
    let file: String
    private var findings: [(run: StoredRun, objection: String?)] = []
    /// What differs of that which runs depend on, by name.
    private var differences: [String] = []

    init(file: String) { self.file = file }

    /// Nil: it gave the same bytes.
    mutating func add(_ run: StoredRun, _ objection: String?) {
        findings.append((run, objection))
    }

    mutating func compare(_ then: RunEnvironment, with now: RunEnvironment) {
        for fact in now.facts where then[fact.name] != fact.value {
            differences.append(
                "\(fact.name) was \(then[fact.name] ?? "not recorded"), and is \(fact.value) here")
        }
    }

    var isClean: Bool { findings.allSatisfy { $0.objection == nil } }

    private var same: Int { findings.count { $0.objection == nil } }

    var text: String {
        var lines = findings.compactMap { finding in
            finding.objection.map { "run \(finding.run.number) (\(finding.run.summary.key)) \($0)" }
        }
        lines += differences
        lines.append("\(Words.plural(same, "run")) of \(file) gave the same bytes again")
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "results": JSON(file), "same": JSON(same), "differences": JSON(differences),
            "runs": .array(
                findings.map {
                    [
                        "run": JSON($0.run.number), "digest": JSON($0.run.digest),
                        "objection": JSON($0.objection),
                    ]
                }),
        ]
    }
}
