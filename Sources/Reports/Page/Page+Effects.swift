// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

extension Page {
    var effects: String {
        let leading = FigureSet.leading(input)
        let first = input.effects.filter { leading.contains($0.measure) }
        let others = input.effects.filter { !leading.contains($0.measure) }
        var text = "<section id=\"effects\" aria-labelledby=\"effects-title\">\n"
        text += "<h2 id=\"effects-title\">Effects</h2>\n"
        if first.isEmpty && input.interference.isEmpty {
            text += "<p>No arm could be compared with another: "
            text += "\(input.runs.isEmpty ? "there are no runs" : "no round is complete").</p>\n"
        }
        if !first.isEmpty {
            text += "<p class=\"note\">\(Markup.escaped(explanation(of: leading)))</p>\n"
            text += table(first, label: "Effects on what it is judged by")
            text += forests(of: leading)
        }
        if !others.isEmpty { text += secondary(others) }
        return text + "</section>\n"
    }

    private func explanation(of measures: [Measure]) -> String {
        let confidence = input.effects.compactMap(\.estimate?.confidence).first ?? 0.95
        return "Judged by \(measures.map(\.words).joined(separator: " and ")), as the plan said "
            + "before anything was measured. Every change is against \(input.control), paired "
            + "within a round, with its \(Amount.digits(confidence * 100)) % interval."
    }

    private func forests(of measures: [Measure]) -> String {
        var text = "<div class=\"forest\">\n"
        for measure in measures {
            guard let forest = ForestFigure(measure, of: input) else { continue }
            let wide = forest.figure(.wide)
            text += figure(
                wide, content: "<div class=\"wide\">\(wide.inline)</div>"
                    + "<div class=\"narrow\">\(forest.figure(.narrow).inline)</div>")
        }
        return text + "</div>\n"
    }

    private func secondary(_ effects: [Effect]) -> String {
        let measures = input.measures.filter { measure in
            effects.contains { $0.measure == measure }
        }
        let counts = Verdict.Kind.allCases.compactMap { kind -> String? in
            let count = effects.filter { $0.verdict.kind == kind }.count
            return count == 0 ? nil : "\(count) \(kind.words)"
        }
        var text = "<details id=\"secondary\"><summary>\(effects.count) effects on other measures: "
        text += "\(counts.joined(separator: ", "))</summary>\n"
        text += "<p class=\"note\">Looked at beside what it is judged by: where many are looked at, "
        text += "some differ by chance. p is corrected for that (Holm), and says nothing without "
        text += "the effect beside it.</p>\n"
        text += table(effects, label: "Effects on other measures")
        return text + forests(of: measures) + "</details>\n"
    }

    private func table(_ effects: [Effect], label: String) -> String {
        let probability = effects.contains { $0.probability != nil && !$0.isPrimary }
        var columns = ["Path", "Load", "Measure", "Arm"]
        columns += ["#Control", "#Arm’s", "#Change", "#Interval"]
        columns += probability ? ["#p", "Verdict", "#Rounds"] : ["Verdict", "#Rounds"]
        var text = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        text += "aria-label=\"\(Markup.escaped(label))\">\n<table class=\"sort\">\n<thead><tr>"
        for column in columns {
            let isNumber = column.hasPrefix("#")
            text += "<th scope=\"col\"\(isNumber ? " class=\"n\"" : "")>"
            text += "\(isNumber ? String(column.dropFirst()) : column)</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
        for effect in effects { text += row(effect, probability) }
        return text + "</tbody></table></div>\n"
    }

    private func row(_ effect: Effect, _ probability: Bool) -> String {
        let metric = effect.measure.metric
        let kind = effect.verdict.kind
        var text = "<tr>"
        for cell in [effect.path, effect.load, effect.measure.words, effect.arm] {
            text += HTML.element("td", cell)
        }
        text += number(Spread(effect.pairs.map(\.control))?.median, metric.unit)
        text += number(Spread(effect.pairs.map(\.treatment))?.median, metric.unit)
        text += change(effect.estimate, metric)
        if probability {
            let value = effect.estimate == nil ? nil : effect.probability
            text += "<td class=\"n\" data-v=\"\(value ?? 2)\">\(value.map(Page.probability) ?? "–")</td>"
        }
        text += "<td class=\"verdict v-\(kind.rawValue)\"><span class=\"sign\" aria-hidden=\"true\">"
        text += "\(kind.sign)</span>\(Markup.escaped(effect.shortWords))</td>"
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
