// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One self-contained page: the verdict, the effects, the figures, how it was done, what to doubt.
struct Page {
    let report: Report
    var input: ReportInput { report.input }

    init(_ report: Report) { self.report = report }

    var text: String {
        var text = HTML.head(input.title, version: input.version, css: PageStyle.css)
        text += "<body>\n<a class=\"skip\" href=\"#effects\">Skip to the effects</a>\n"
        text += header
        text += "<main class=\"wrap\">\n"
        text += effects
        text += figures
        text += method
        text += doubts
        text += "</main>\n\(footer)"
        text += "<script>\n\(PageScript.text)\n</script>\n</body>\n</html>\n"
        return text
    }

    private var header: String {
        let headline = Headline(input)
        var text = "<header class=\"wrap\">\n"
        text += HTML.element("p", "class=\"eyebrow\"", input.title) + "\n"
        let kind = input.isDeterministic ? " <small>deterministic</small>" : ""
        text += "<h1>\(HTML.prose(headline.sentence))\(kind)</h1>"
        if !input.about.isEmpty {
            text += "\n" + HTML.element("p", "class=\"about\"", input.about)
        }
        text += "\n<dl class=\"facts\">\n"
        for fact in Facts(input).all {
            text += "<div>\(HTML.element("dt", fact.name))\(HTML.element("dd", fact.value))</div>\n"
        }
        return text + "</dl>\n\(contents)</header>\n"
    }

    private var contents: String {
        var links = [("effects", "Effects")]
        for group in report.figureSet.groups where group.kind != .effects {
            links.append((group.kind.rawValue, group.kind.title))
        }
        links += [("method", "Method and environment"), ("doubts", "What to doubt")]
        let items = links.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>" }
        return "<nav aria-label=\"On this page\"><ul>\(items.joined())</ul></nav>\n"
    }

    private var footer: String {
        let from =
            "\(counted(input.runs.count, "run")) and \(Amount.grouped(report.sampleCount)) samples"
        return "<footer class=\"wrap\"><p>Made by graft \(Markup.escaped(input.version)) from "
            + "\(from). The same results give the same page, byte for byte.</p></footer>\n"
    }
}

extension HTML {
    static func element(_ name: String, _ foreign: String) -> String { element(name, "", foreign) }
}
