// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Testing

@testable import Reports

@Suite("Names that are no names") struct ForeignTextTests {
    static let evil = "</script><script>alert(1)</script> \"'&`|[x](javascript:y),\u{1}\n"

    private var report: Report {
        var input = Small.input(path: Self.evil, arm: Self.evil)
        input.title = Self.evil
        input.about = Self.evil
        input.plan = Self.evil
        input.command = Self.evil + "```"
        input.biases = [Self.evil]
        input.version = Self.evil
        input.loads = [.init("bulk", Self.evil)]
        input.runs[7].outcome = .failed(Self.evil)
        input.environment.note(Self.evil, Self.evil)
        return Small.report(input)
    }

    @Test("do nothing in the page") func page() {
        let text = report.html.text
        #expect(!text.contains("<script>alert"))
        #expect(text.split(separator: "<script").count == 2)
        #expect(!text.contains("\u{1}"))
    }

    @Test("do nothing in figures, nor in their names") func figures() {
        for (name, bytes) in report.figures() {
            #expect(!bytes.text.contains("<script"))
            #expect(!bytes.contains(1))
            #expect(
                name.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
                        || "-.".utf8.contains($0)
                })
        }
    }

    @Test("do nothing in Markdown, and end no cell") func markdown() {
        // What stands between fences is code, whatever it says.
        let text = report.markdown().text.split(separator: "Repeat it:")[0]
        #expect(!text.contains("<script"))
        #expect(!text.contains("[x](javascript"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count == 3)
        let bars = rows.map { row in
            zip(row, row.dropFirst()).filter { $0 != "\\" && $1 == "|" }.count
        }
        #expect(Set(bars) == [7])
    }

    @Test("come back from JSON as they were") func json() throws {
        #expect(try JSON(parsing: report.json)["title"]?.string == Self.evil)
    }

    @Test("are one cell of CSV") func csv() {
        let quoted =
            "\""
            + Self.evil.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
        #expect(report.csv.text.contains(",\(quoted),bulk,"))
    }

    @Test("do nothing in an index, nor does its link") func index() {
        let index = ReportIndex(
            title: Self.evil, entries: [report.entry(link: "javascript:alert(1)")])
        let text = index.html.text
        #expect(!text.contains("<script"))
        #expect(!text.contains("href=\"javascript"))
        #expect(!index.markdown.text.contains("<script"))
        #expect(!index.markdown.text.contains("](javascript:alert"))
    }

    @Test("that differ in signs alone are still two files") func names() {
        var input = Small.input(path: "a b")
        input.paths.append(.init("a-b"))
        var other = input.effects[0]
        other.path = "a-b"
        input.effects.append(other)
        let names = Small.report(input).figures().map(\.name)
        #expect(Set(names).count == names.count)
    }
}
