// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Page {
    private static let mostRows = 200

    var doubts: String {
        let void = input.runs.filter { $0.outcome != .valid }
        var text = "<section id=\"doubts\" aria-labelledby=\"doubts-title\">\n"
        text += "<h2 id=\"doubts-title\">What to doubt</h2>\n<h3>Runs that do not count</h3>\n"
        if void.isEmpty {
            text += "<p>None: all \(counted(input.runs.count, "run")) are valid.</p>\n"
        } else {
            text += "<p class=\"note\">\(void.count) of \(counted(input.runs.count, "run")), each "
            text += "with its reason. They are in no figure and no estimate.</p>\n"
            text += HTML.table(voids(void), label: "Runs that do not count")
        }
        text += warnings + leftOut
        if !input.biases.isEmpty {
            text += "<h3>Known biases of this set-up</h3>\n<ul class=\"plain\">\n"
            text += input.biases.map { HTML.element("li", $0) + "\n" }.joined() + "</ul>\n"
        }
        return text + "</section>\n"
    }

    private func voids(_ runs: [RunSummary]) -> Table {
        var table = Table("#run", "#round", "path", "load", "arm", "ended", "why")
        table.rows = runs.prefix(Page.mostRows).map { run in
            let attempt = run.attempt > 0 ? ", attempt \(run.attempt + 1)" : ""
            return [
                "\(run.number)", "\(run.round + 1)", run.path, run.load, run.arm,
                run.outcome.word + attempt, run.outcome.reasons.joined(separator: "; "),
            ]
        }
        if runs.count > Page.mostRows {
            let rest = "and \(runs.count - Page.mostRows) more, in the CSV"
            table.rows.append(["", "", "", "", "", "", rest])
        }
        return table
    }

    /// What was found in runs that count all the same, each once with its runs.
    private var warnings: String {
        var order: [String] = []
        var runs: [String: [Int]] = [:]
        for run in input.runs where run.outcome == .valid {
            for finding in run.findings {
                let words = "\(finding)"
                if runs[words] == nil { order.append(words) }
                runs[words, default: []].append(run.number)
            }
        }
        guard !order.isEmpty else { return "" }
        let items = order.prefix(Page.mostRows).map { words -> String in
            let numbers = runs[words] ?? []
            let shown = numbers.prefix(12).map(String.init).joined(separator: ", ")
            let more = numbers.count > 12 ? " and \(numbers.count - 12) more" : ""
            let name = numbers.count == 1 ? "run" : "runs"
            return HTML.element("li", "\(words): \(name) \(shown)\(more)") + "\n"
        }
        return
            "<h3>Warnings about runs that count</h3>\n<ul class=\"plain\">\n\(items.joined())</ul>\n"
    }

    /// Measures that some runs lack.
    private var leftOut: String {
        let lacking = input.effects.filter { $0.leftOut > 0 }
        guard !lacking.isEmpty else { return "" }
        let items = lacking.prefix(Page.mostRows).map { effect in
            HTML.element(
                "li",
                "\(effect.measure.words), \(effect.path), \(effect.load), \(effect.arm): "
                    + "\(counted(effect.leftOut, "round"))") + "\n"
        }
        return "<h3>Rounds without a value on both sides</h3>\n<ul class=\"plain\">\n"
            + items.joined() + "</ul>\n"
    }
}
