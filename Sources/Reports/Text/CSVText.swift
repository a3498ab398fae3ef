// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Every figure of every run: a row for each run and metric (RFC 4180, with plain line feeds).
///
/// `flows` says whose flows were measured where several arms shared the path; `turn` is the
/// number of the turn where they took turns. A run without a figure has one row without a metric,
/// so that no run is lost.
struct CSVText {
    let text: String

    static let columns = [
        "run", "round", "path", "load", "arm", "share", "attempt", "outcome", "reason", "turn",
        "flows", "part", "metric", "unit", "value",
    ]

    init(_ input: ReportInput) {
        var text = CSVText.columns.joined(separator: ",") + "\n"
        for run in input.runs { text += CSVText.rows(of: run) }
        self.text = text
    }

    private static func rows(of run: RunSummary) -> String {
        let start = [
            "\(run.number)", "\(run.round + 1)", run.path, run.load, run.arm,
            run.share.map { "\($0)" } ?? "", "\(run.attempt)", run.outcome.word,
            run.outcome.reasons.joined(separator: "; "),
        ].map(quoted).joined(separator: ",")
        var rows = values(run.values, turn: "", flows: "")
        for (arm, own) in run.armValues.sorted(by: { $0.key < $1.key }) {
            rows += values(own, turn: "", flows: arm)
        }
        for (place, block) in run.blocks.enumerated() {
            rows += values(block.values, turn: "\(place + 1)", flows: block.arm)
        }
        if rows.isEmpty { rows = [",,,,,"] }
        return rows.map { "\(start),\($0)\n" }.joined()
    }

    private static func values(
        _ values: [Measure: Double], turn: String, flows: String
    ) -> [String] {
        values.sorted { $0.key.description < $1.key.description }.map { measure, value in
            let cells = [
                turn, flows, measure.part, measure.metric.rawValue, measure.metric.unit.rawValue,
                value.isFinite ? "\(value)" : "",
            ]
            return cells.map(quoted).joined(separator: ",")
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 < 0x20 }
        if isPlain { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
