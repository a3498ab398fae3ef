// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Reports

@Suite("The page") struct PageTests {
    let text = Small.report().html.text

    @Test("is the same, byte for byte, for the same results") func deterministic() {
        let made = Synthetic(rounds: 3, seconds: 1)
        let input = made.input()
        let pages = (0..<2).map { _ in Report(input) { made.run(number: $0).samples }.html }
        #expect(pages[0] == pages[1])
    }

    @Test("asks for nothing: no address, no import, no outside script") func selfContained() {
        for word in [
            "src=", "@import", "url(", "http-equiv=\"refresh\"", "href=\"http", "<link rel=\"style",
        ] {
            #expect(!text.contains(word), "\(word)")
        }
        let addresses = text.split(separator: "http").dropFirst().filter { !$0.hasPrefix("-equiv") }
        #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") })
        #expect(text.contains("default-src 'none'"))
    }

    @Test("opens with the verdict, then effects, figures, method, doubts") func order() throws {
        let parts = [
            "<h1", "mine is better by 1.78 to 2.88&nbsp;%", "<h2 id=\"effects-title\">",
            "<table class=\"sort\">", "<figure id=\"scatter\">", "<figure id=\"rounds\">",
            "<h2 id=\"time-title\">", "<h2 id=\"method-title\">", "<h2 id=\"doubts-title\">",
            "the kernel counted no call", "Both ends are on one host.",
        ]
        var rest = text[...]
        for part in parts {
            let found = try #require(rest.firstRange(of: part), "\(part)")
            rest = rest[found.upperBound...]
        }
    }

    @Test("gives every figure a role, a name, a description and its numbers") func figures() {
        let figures = text.split(separator: "<figure").dropFirst()
        #expect(figures.count > 5)
        for figure in figures {
            #expect(figure.contains("role=\"img\" aria-labelledby=\""))
            #expect(figure.contains("<desc id=\""))
            #expect(figure.contains("<summary>Numbers</summary>"))
            #expect(figure.contains("<figcaption>"))
        }
    }

    @Test("has each id once") func ids() {
        let ids = text.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(ids).count == ids.count)
    }

    @Test("says what was in place, and by what it was shown") func proofs() {
        #expect(text.contains("c0ffee"))
        #expect(text.contains("1234"))
        #expect(text.contains("extension mine.bpf.c, keep = 80"))
        #expect(text.contains("graft experiment run mine.yaml"))
    }

    @Test("has a probability nowhere but beside its effect") func probability() {
        let made = Synthetic(rounds: 8, seconds: 1)
        let page = Report(made.input()) { made.run(number: $0).samples }.html.text
        #expect(page.contains("<th scope=\"col\" class=\"n\">p</th>"))
        #expect(!text.contains("<th scope=\"col\" class=\"n\">p</th>"))
    }

    @Test("lists reports with their verdicts and a picture each") func index() {
        let report = Small.report()
        let index = ReportIndex(
            title: "Published", entries: [report.entry(link: "small/report.html")])
        let page = index.html.text
        #expect(page.contains("<a href=\"small/report.html\">Mine against reno</a>"))
        #expect(page.contains("mine is better by 1.78 to 2.88 %"))
        #expect(page.contains("<svg"))
        #expect(page.contains("6 rounds, 2 arms, 1 path, 1 load; 11 valid, 1 void, 0 failed"))
        let text = index.markdown.text
        #expect(text.hasPrefix("# Published\n\n## [Mine against reno](small/report.md)\n"))
        #expect(text.contains("better by 1.78 to 2.88 %"))
        #expect(text.contains("[Page](small/report.html)."))
        #expect(text.contains("](small/figures/\(report.figuresInMarkdown[0]))"))
    }
}
