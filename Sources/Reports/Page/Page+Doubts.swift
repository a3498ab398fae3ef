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

    /// What was found in runs that count all the same: each kind once, by its worst, with its runs.
    private var warnings: String {
        var order: [String] = []
        var found: [String: [(run: Int, finding: Finding)]] = [:]
        for run in input.runs where run.outcome == .valid {
            for finding in run.findings {
                if found[finding.kind] == nil { order.append(finding.kind) }
                found[finding.kind, default: []].append((run.number, finding))
            }
        }
        guard !order.isEmpty else { return "" }
        let items = order.prefix(Page.mostRows).map { kind -> String in
            let own = found[kind] ?? []
            let worst = own.max { $0.finding.amount < $1.finding.amount }
            let words = worst.map { "\($0.finding)" } ?? ""
            let most = Set(own.map(\.finding.amount)).count > 1 ? ", at the worst" : ""
            let shown = own.prefix(12).map { "\($0.run)" }.joined(separator: ", ")
            let more = own.count > 12 ? " and \(own.count - 12) more" : ""
            let name = own.count == 1 ? "run" : "runs"
            return HTML.element("li", "\(words)\(most): \(name) \(shown)\(more)") + "\n"
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

extension Finding {
    /// What it is, whatever its amount.
    fileprivate var kind: String {
        switch self {
        case .senderBound: "sender bound"
        case .steal: "steal"
        case .otherLoad: "other load"
        default: "\(self)"
        }
    }

    fileprivate var amount: Double {
        switch self {
        case .senderBound(let share), .steal(let share), .otherLoad(let share): share
        default: 0
        }
    }
}
