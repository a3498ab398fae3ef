// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Page {
    /// More places than this are not drawn on the page, but as files.
    private static let mostCells = 12

    /// All but the effects, which stand beside their table.
    var figures: String {
        let groups = report.figureSet.groups.filter { $0.kind != .effects }
        guard !groups.isEmpty else { return "" }
        var text = legend
        var rest = groups[...]
        while let first = rest.first {
            // Of one path under one load there is one of each: a section each would be mostly empty.
            let single = rest.prefix { $0.figures.count == 1 && $0.kind != .time }
            if single.count > 1 {
                text += overview(Array(single))
                rest = rest.dropFirst(single.count)
            } else {
                text += section(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    private func overview(_ groups: [FigureSet.Group]) -> String {
        var text = "<section aria-labelledby=\"\(groups[0].kind.rawValue)-overview\">\n"
        text += "<h2 id=\"\(groups[0].kind.rawValue)-overview\">"
        let title = input.cells.count == 1 ? input.cells[0].title : "Figures"
        text += "\(Markup.escaped(title))</h2>\n<div class=\"panels\">\n"
        for group in groups {
            var one = group.figures[0]
            one.shortTitle = group.kind.title
            text += figure(one, content: one.inline, caption: true, id: group.kind.rawValue)
        }
        return text + "</div>\n</section>\n"
    }

    private var legend: String {
        var text = "<div class=\"legend\" role=\"group\" aria-label=\"Arms in the figures\">\n"
        for look in input.looks { text += HTML.key(look) + "\n" }
        return text
            + "<span class=\"hint\" hidden>Press an arm to hide it in all figures.</span></div>\n"
    }

    private func section(_ group: FigureSet.Group) -> String {
        let name = group.kind.rawValue
        var text = "<section id=\"\(name)\" aria-labelledby=\"\(name)-title\">\n"
        text += "<h2 id=\"\(name)-title\">\(group.kind.title)</h2>\n"
        let captions = Set(group.figures.map(\.caption))
        if captions.count == 1, let caption = captions.first {
            text += HTML.element("p", "class=\"note\"", caption) + "\n"
        }
        let most = Page.mostCells * (group.kind == .time ? Quantity.allCases.count : 1)
        if group.figures.count > most {
            text += "<p class=\"note\">The first \(most) of \(group.figures.count) figures; all of "
            text += "them are among the files that <code>--figures</code> writes.</p>\n"
        }
        let shown = Array(group.figures.prefix(most))
        if group.kind == .time {
            text += rows(shown)
        } else {
            let width = shown.count == 1 ? " one" : shown.count == 2 ? " two" : ""
            text += panels(shown, names: "panels\(width)", caption: captions.count > 1)
        }
        return text + "</section>\n"
    }

    private func panels(_ figures: [Figure], names: String, caption: Bool) -> String {
        "<div class=\"\(names)\">\n"
            + figures.map { figure($0, content: $0.inline, caption: caption) }.joined()
            + "</div>\n"
    }

    /// A path and a load each, with all that is shown over time beside each other.
    private func rows(_ figures: [Figure]) -> String {
        var titles: [String] = []
        for figure in figures {
            if let title = figure.cellTitle, !titles.contains(title) { titles.append(title) }
        }
        return titles.map { title in
            HTML.element("h3", title) + "\n"
                + panels(
                    figures.filter { $0.cellTitle == title }, names: "panels four", caption: false)
        }.joined()
    }

    func figure(
        _ figure: Figure, content: String, caption: Bool = false, id: String? = nil
    ) -> String {
        let words = caption ? "\(figure.caption) \(figure.basis)" : figure.basis
        let mark = id.map { " id=\"\($0)\"" } ?? ""
        return "<figure\(mark)>\n<figcaption>\(Markup.escaped(figure.shortTitle))"
            + HTML.element("small", words) + "</figcaption>\n\(content)\n"
            + "<details><summary>Numbers</summary>"
            + HTML.table(figure.table, label: "Numbers: \(figure.title)", names: "small")
            + "</details></figure>\n"
    }
}
