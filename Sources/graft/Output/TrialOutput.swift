// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Packets

/// Prints a trial while it runs, in memory that does not grow with it.
final class TrialOutput {
    private let isJSON: Bool
    private let isCompared: Bool
    private let limit: Int?
    private let file: CaptureFile?
    private var seen = 0
    private var printed = 0
    private var left = 0
    private var lines: [String] = []
    private var waiting = 0

    private static let step = 10_000
    private static let usualLimit = 1000
    private static let usualExamples = 5
    /// Letters that wait for one write.
    private static let chunk = 1 << 16

    init(isJSON: Bool, isCompared: Bool, limit: Int?, file: CaptureFile?) {
        self.isJSON = isJSON
        self.isCompared = isCompared
        self.limit = limit
        self.file = file
    }

    func add(_ line: TrialLine) throws(Refusal) {
        seen += 1
        // Only where nothing else is printed meanwhile.
        if seen % TrialOutput.step == 0, isCompared || left > 0 {
            Terminal.rewrite("\(Words.count(seen)) packets")
        }
        if isCompared, line.change == nil { return }
        try file?.add(line.packet)
        if isJSON {
            put(line.json.text(.compact))
        } else if !isCompared {
            guard printed < limit ?? TrialOutput.usualLimit else {
                left += 1
                return
            }
            printed += 1
            put(line.text)
        }
    }

    func end(_ trial: Trial) throws(Refusal) {
        try file?.finish()
        Terminal.rewrite("")
        let summary = trial.summary
        if isJSON {
            put(JSON.object(["summary": summary.json(trial)]).text(.compact))
        } else {
            if left > 0, limit != 0 { put("  (\(Words.count(left)) more: see --limit and --json)") }
            let examples = min(limit ?? TrialOutput.usualExamples, TrialOutput.usualExamples)
            put(summary.text(trial, examples: examples))
        }
        flush()
    }

    private func put(_ line: String) {
        lines.append(line)
        waiting += line.utf8.count
        if waiting >= TrialOutput.chunk { flush() }
    }

    private func flush() {
        if !lines.isEmpty { Terminal.print(lines.joined(separator: "\n")) }
        lines.removeAll(keepingCapacity: true)
        waiting = 0
    }
}
