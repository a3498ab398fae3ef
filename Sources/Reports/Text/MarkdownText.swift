// SPDX-License-Identifier: Apache-2.0
import Experiments

/// The report for a pull request: verdict, table, two figures, what to doubt.
struct MarkdownText {
    let text: String

    init(_ report: Report, folder: String) {
        let input = report.input
        let leading = FigureSet.leading(input)
        let effects = input.effects.filter { leading.contains($0.measure) }
        var text = "# \(Markdown.escaped(input.title))\n\n"
        text += "**\(Markdown.escaped(Headline(input).sentence))**"
        text += "\(input.isDeterministic ? " (deterministic)" : "")\n\n"
        if !input.about.isEmpty { text += "\(Markdown.escaped(input.about))\n\n" }
        if !effects.isEmpty { text += MarkdownText.table(effects, input) }
        for figure in MarkdownText.figures(of: report) {
            let path = "\(folder)/\(figure.name).svg"
            text += "![\(Markdown.escaped(figure.title))](\(Markdown.link(path)))\n\n"
        }
        text += "\(Markdown.escaped(Facts(input).short)). Intervals hold in at least "
        text += "\(Confidence.percent(of: effects)) % of experiments; "
        text += "the unit of evidence is the paired difference within a round.\n"
        text += MarkdownText.doubts(input)
        if !input.command.isEmpty {
            let fence = Markdown.fence(around: input.command)
            text += "\nRepeat it:\n\n\(fence)sh\n\(input.command)\n\(fence)\n"
        }
        self.text = text
    }

    /// The effects on what it is judged by, and the figure that says most beside them.
    static func figures(of report: Report) -> [Figure] {
        let groups = report.figureSet.groups
        let others = groups.first { $0.kind != .effects && $0.kind != .rounds } ?? groups.last
        let effects = groups.first { $0.kind == .effects }
        return [
            effects?.figures.first,
            effects == nil || others?.kind != .effects
                ? others?.figures.first : nil,
        ].compactMap { $0 }
    }

    private static func table(_ effects: [Effect], _ input: ReportInput) -> String {
        var text = "| path | load | measure | arm | change against "
        text += "\(Markdown.cell(input.control)) (interval) | verdict | rounds |\n"
        text += "|---|---|---|---|---:|---|---:|\n"
        for effect in effects {
            let change = effect.estimate?.text(of: effect.measure.metric) ?? "–"
            let cells = [
                effect.path, effect.load, effect.measure.words, effect.arm, change,
                "\(effect.verdict.kind.sign) \(effect.shortWords)", "\(effect.pairs.count)",
            ]
            text += "| " + cells.map(Markdown.cell).joined(separator: " | ") + " |\n"
        }
        return text + "\n"
    }

    private static func doubts(_ input: ReportInput) -> String {
        let void = input.runs.filter { $0.outcome != .valid }
        guard !void.isEmpty || !input.biases.isEmpty else { return "" }
        var text = "\nWhat to doubt:\n\n"
        for run in void.prefix(20) {
            let why = run.outcome.reasons.joined(separator: "; ")
            let words = "run \(run.number) (\(run.path), \(run.load), \(run.arm)) is "
            text += "- \(Markdown.escaped("\(words)\(run.outcome.word): \(why)"))\n"
        }
        if void.count > 20 { text += "- and \(void.count - 20) more runs that do not count\n" }
        for bias in input.biases { text += "- \(Markdown.escaped(bias))\n" }
        return text
    }
}
