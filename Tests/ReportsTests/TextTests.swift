// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Testing

@testable import Reports

@Suite("The text forms of a report") struct TextTests {
    let report = Small.report()

    @Test("are these bytes as Markdown") func markdown() {
        Golden.expect(report.markdown(), "small.md")
    }

    @Test("are these bytes as JSON, which can be read back") func json() throws {
        Golden.expect(report.json, "small.json")
        let value = try JSON(parsing: report.json)
        #expect(value["schema"]?.string == "graft.report")
        #expect(value["version"] == .integer(1))
    }

    @Test("are these bytes as CSV") func csv() { Golden.expect(report.csv, "small.csv") }

    @Test("link figures that are written") func links() {
        let names = report.figures().map(\.name)
        let linked = report.markdown().text.split(separator: "](figures/").dropFirst().map {
            String($0.prefix { $0 != ")" })
        }
        #expect(linked.count == 2)
        for link in linked { #expect(names.contains(link)) }
    }

    @Test("say beside the verdict that an experiment is deterministic, and only then")
    func deterministic() throws {
        var input = Small.input()
        input.isDeterministic = true
        let report = Small.report(input)
        let lines = report.markdown().text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("**") && $0.hasSuffix("** (deterministic)") })
        #expect(report.html.text.contains(" <small>deterministic</small></h1>"))
        #expect(try JSON(parsing: report.json)["deterministic"] == true)
        #expect(!self.report.markdown().text.contains("deterministic"))
        #expect(!self.report.html.text.contains("<small>deterministic"))
    }

    @Test("have a row for each run and metric, and one for a run without any") func tidy() {
        let rows = report.csv.text.split(separator: "\n")
        #expect(rows.count == 1 + 11 * 2 + 1)
        let columns = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
        #expect(Set(columns) == [CSVText.columns.count])
    }
}

@Suite("A figure") struct FigureTests {
    let report = Small.report()

    private func bytes(_ name: String) -> [UInt8] {
        report.figures().first { $0.name == name }?.bytes ?? []
    }

    @Test("of effects is this drawing") func effects() {
        Golden.expect(bytes("effects-bulk-goodput.svg"), "effects.svg")
    }

    @Test("of rounds is this drawing") func rounds() {
        Golden.expect(bytes("rounds-shallow-bulk-bulk-goodput.svg"), "rounds.svg")
    }

    @Test("of throughput and delay is this drawing") func scatter() {
        Golden.expect(bytes("scatter-shallow-bulk.svg"), "scatter.svg")
    }

    @Test("of round-trip times is this drawing") func roundTrips() {
        Golden.expect(bytes("roundtrip-shallow-bulk.svg"), "roundtrip.svg")
    }

    @Test("of the window over time is this drawing") func time() {
        Golden.expect(bytes("time-shallow-bulk-cwnd.svg"), "time.svg")
    }

    @Test("names itself, says what is drawn, and has its numbers and its rounds") func described() {
        for figure in report.figureSet.groups.flatMap(\.figures) {
            #expect(figure.svg.contains("role=\"img\""))
            #expect(figure.svg.contains("<title id=\"figure-title\">\(figure.title)</title>"))
            #expect(figure.svg.contains("<desc"))
            #expect(figure.svg.contains("viewBox"))
            #expect(!figure.table.rows.isEmpty)
            #expect(figure.basis.contains("round"))
            #expect(figure.table.rows.allSatisfy { $0.count == figure.table.columns.count })
        }
    }

    @Test("is small") func sizes() {
        let made = Synthetic(rounds: 4, seconds: 2)
        let report = Report(made.input()) { made.run(number: $0).samples }
        for figure in report.figures() { #expect(figure.bytes.count < 100_000, "\(figure.name)") }
    }
}
