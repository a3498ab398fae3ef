// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

extension Page {
    var effects: String {
        let leading = FigureSet.leading(input)
        let first = input.sorted(input.effects.filter { leading.contains($0.measure) })
        let others = input.effects.filter { !leading.contains($0.measure) }
        var text = "<section id=\"effects\" aria-labelledby=\"effects-title\">\n"
        text += "<h2 id=\"effects-title\">Effects</h2>\n"
        if first.isEmpty && input.interference.isEmpty {
            text += "<p>No arm could be compared with another: "
            text += "\(input.runs.isEmpty ? "there are no runs" : "no round is complete").</p>\n"
        }
        if !input.interference.isEmpty {
            text += HTML.table(InterferenceTable(input).table, label: "Claims and effects")
        }
        if !first.isEmpty {
            text += "<p class=\"note\">\(Markup.escaped(explanation(of: leading)))</p>\n"
            text += table(first, label: "Effects on what it is judged by")
            text += forests { $0.isLeading }
        }
        if !others.isEmpty { text += secondary(others) }
        return text + "</section>\n"
    }

    private func explanation(of measures: [Measure]) -> String {
        "Judged by \(measures.map(\.words).joined(separator: " and ")), as the plan said "
            + "before anything was measured. Every change is against \(input.control), paired "
            + "within a round, with an interval that holds the truth in at least "
            + "\(Confidence.percent(of: input.effects)) % of experiments."
    }

    private func forests(_ isWanted: (Figure) -> Bool) -> String {
        let group = report.figureSet.groups.first { $0.kind == .effects }
        var text = "<div class=\"forest\">\n"
        for one in (group?.figures ?? []).filter(isWanted) {
            let narrow = one.narrower.map(\.inline).joined()
            text += figure(
                one,
                content: "<div class=\"wide\">\(one.inline)</div>"
                    + "<div class=\"narrow\">\(narrow)</div>")
        }
        return text + "</div>\n"
    }

    private func secondary(_ effects: [Effect]) -> String {
        let counts = Verdict.Kind.allCases.compactMap { kind -> String? in
            let count = effects.filter { $0.verdict.kind == kind }.count
            return count == 0 ? nil : "\(count) \(kind.words)"
        }
        var text = "<details id=\"secondary\"><summary>\(effects.count) effects on other measures: "
        text += "\(counts.joined(separator: ", "))</summary>\n"
        text +=
            "<p class=\"note\">Looked at beside what it is judged by: where many are looked at, "
        text += "some differ by chance. p is corrected for that (Holm), and says nothing without "
        text += "the effect beside it.</p>\n"
        text += table(effects, label: "Effects on other measures")
        return text + forests { !$0.isLeading } + "</details>\n"
    }

    private func table(_ effects: [Effect], label: String) -> String {
        let shape = EffectColumns(effects, input)
        var text = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        text += "aria-label=\"\(Markup.escaped(label))\">\n<table class=\"sort\">\n<thead><tr>"
        for column in shape.columns {
            text += "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>"
            text += "\(Markup.escaped(column.name))</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
        for effect in effects { text += row(effect, shape) }
        return text + "</tbody></table></div>\n"
    }

    private func row(_ effect: Effect, _ shape: EffectColumns) -> String {
        let metric = effect.measure.metric
        let kind = effect.verdict.kind
        var text = "<tr>" + shape.names(of: effect).map { HTML.element("td", $0) }.joined()
        text += change(effect.estimate, metric)
        if shape.hasProbability {
            let value = effect.estimate == nil ? nil : effect.probability
            text +=
                "<td class=\"n\" data-v=\"\(value ?? 2)\">\(value.map(Page.probability) ?? "–")</td>"
        }
        text +=
            "<td class=\"verdict v-\(kind.rawValue)\"><span class=\"sign\" aria-hidden=\"true\">"
        text += "\(kind.sign)</span>\(HTML.prose(effect.shortWords))</td>"
        text += number(Spread(effect.pairs.map(\.control))?.median, metric.unit)
        text += number(Spread(effect.pairs.map(\.treatment))?.median, metric.unit)
        return text + "<td class=\"n\">\(effect.pairs.count)</td></tr>\n"
    }

    private func number(_ value: Double?, _ unit: Metric.Unit) -> String {
        guard let value else { return "<td class=\"n\">–</td>" }
        return "<td class=\"n\" data-v=\"\(value)\">\(Amount.text(value, unit))</td>"
    }

    private func change(_ estimate: Estimate?, _ metric: Metric) -> String {
        guard let estimate else { return "<td class=\"n\">–</td><td class=\"n\">–</td>" }
        let (low, high) = (estimate.interval.lowerBound, estimate.interval.upperBound)
        let change = Change([estimate.point, low, high], of: metric)
        let range = "\(change.number(low, signed: true)) to \(change.number(high, signed: true))"
        return "<td class=\"n effect\" data-v=\"\(estimate.point)\">"
            + "\(change.text(estimate.point, signed: true))</td>"
            + "<td class=\"n\" data-v=\"\(low)\">\(change.withUnit(range))</td>"
    }

    static func probability(_ value: Double) -> String {
        value < 0.001 ? "< 0.001" : Amount.fixed(value, 3)
    }
}
