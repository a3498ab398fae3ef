// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Where arms shared a path: the naive claim beside what came of it.
struct InterferenceTable {
    let table: Table

    init(_ input: ReportInput) {
        var table = Table(
            "Path", "Load", "Measure", "Arm", "#A naive test would claim", "#Everybody has it",
            "Verdict", "#Rounds")
        table.rows = input.interference.map { curve in
            let metric = curve.measure.metric
            let claim = curve.claim.map { claim in
                "\(claim.estimate.text(of: metric)) at \(Amount.fixed(claim.share * 100, 0)) %"
            }
            return [
                curve.path, curve.load, curve.measure.words, curve.arm, claim ?? "–",
                curve.whole.estimate?.text(of: metric) ?? "–",
                "\(curve.whole.verdict.kind.sign) \(curve.whole.shortWords)",
                "\(curve.whole.pairs.count)",
            ]
        }
        self.table = table
    }
}
