// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One page over several reports, a thumbnail each.
public struct ReportIndex: Sendable {
    public var title: String
    public var about: String
    public var entries: [Entry]

    public struct Entry: Sendable {
        public var title: String
        /// Of its page, relative to the index; its other forms lie beside it.
        public var link: String
        /// The file of its first figure, in `figures` beside its page.
        var figure: String?
        public var verdict: String
        var kind: Verdict.Kind
        var facts: String
        var thumbnail: String
    }

    public init(title: String, about: String = "", entries: [Entry]) {
        (self.title, self.about, self.entries) = (title, about, entries)
    }

    public var html: [UInt8] {
        var text = HTML.head(title, version: "", css: PageStyle.css + ReportIndex.css)
        text += "<body>\n<header class=\"wrap\">\n\(HTML.element("h1", title))\n"
        if !about.isEmpty { text += HTML.element("p", "class=\"about\"", about) + "\n" }
        text += "</header>\n<main class=\"wrap\">\n"
        if entries.isEmpty { text += "<p>No report yet.</p>\n" }
        text += "<ul class=\"reports\">\n"
        for entry in entries { text += item(entry) }
        return Array((text + "</ul>\n</main>\n</body>\n</html>\n").utf8)
    }

    /// The same for a place that shows Markdown and no pages.
    public var markdown: [UInt8] {
        var text = "# \(Markdown.escaped(title))\n"
        if !about.isEmpty { text += "\n\(Markdown.escaped(about))\n" }
        for entry in entries {
            let folder = entry.link.split(separator: "/").dropLast().joined(separator: "/")
            let report = Markdown.link("\(folder)/report.md")
            text += "\n## [\(Markdown.escaped(entry.title))](\(report))\n\n"
            text += "**\(Markdown.escaped(entry.verdict))**\n\n\(Markdown.escaped(entry.facts)). "
            text += "[Page](\(Markdown.link(entry.link))).\n"
            if let figure = entry.figure {
                let path = Markdown.link("\(folder)/figures/\(figure)")
                text += "\n![\(Markdown.escaped(entry.title))](\(path))\n"
            }
        }
        return Array(text.utf8)
    }

    private func item(_ entry: Entry) -> String {
        """
        <li>\(entry.thumbnail)
        <div><h2><a href="\(Markup.escaped(ReportIndex.harmless(entry.link)))">\
        \(Markup.escaped(entry.title))</a></h2>
        <p><span class="sign v-\(entry.kind.rawValue)" aria-hidden="true">\(entry.kind.sign)</span>\
        \(Markup.escaped(entry.verdict))</p>
        \(HTML.element("p", "class=\"note\"", entry.facts))</div></li>

        """
    }

    /// A path is a link; `javascript:` is none.
    private static func harmless(_ link: String) -> String {
        let beginning = link.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return beginning.contains(":") ? "./\(link)" : link
    }

    private static let css = """

        .reports{margin:2.5rem 0;padding:0;list-style:none}
        .reports li{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:1rem 2rem;\
        align-items:center;padding:1.6rem 0;border-top:1px solid var(--grid)}
        .reports h2{margin:0;font-size:1.15rem}
        .reports p{margin:.35rem 0 0;overflow-wrap:anywhere}
        .reports svg{padding:.4rem;border-radius:8px;background:var(--panel)}
        @media (max-width:40rem){.reports li{grid-template-columns:1fr}.reports svg{max-width:15rem}}
        """
}
