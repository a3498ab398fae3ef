// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Reports

@Suite("A report of arms that share a path") struct SharedPathTests {
    let input = SharedPath.input()
    var report: Report { Report(input) { SharedPath.samples(input.runs[$0 - 1]) } }

    @Test("says what a naive test would have claimed, and what is true") func headline() {
        let words = report.verdict
        #expect(words.hasPrefix("A naive test with two on 50 % of the flows would have claimed +"))
        #expect(words.contains("when everybody has it: "))
    }

    @Test("draws both over the share, with the fairness in its table") func curve() throws {
        let group = try #require(report.figureSet.groups.first { $0.kind == .interference })
        let figure = try #require(group.figures.first)
        #expect(
            figure.table.rows.map { $0[0] } == [
                "0 %", "10.0 %", "50.0 %", "90.0 %", "100 %", "everybody",
            ])
        #expect(figure.body.contains("everybody has it"))
        #expect(figure.basis == "10 rounds at each share.")
    }

    @Test("gives each flow the colour of its own arm") func shares() throws {
        let group = try #require(report.figureSet.groups.first { $0.kind == .shares })
        #expect(group.figures.first?.looks.map(\.name) == ["one", "two"])
    }

    @Test("draws nothing over time where arms were mixed") func unmixed() {
        let group = report.figureSet.groups.first { $0.kind == .time }
        let bases = Set(group?.figures.map(\.basis) ?? [])
        #expect(bases == ["10 rounds of each arm."])
    }
}

@Suite("A sweep") struct SweepTests {
    @Test("is found among arms that differ in one knob") func found() {
        let sweeps = Sweep.all(in: SharedPath.sweep().arms)
        #expect(sweeps.map(\.knob) == ["beta"])
        #expect(sweeps[0].arms.map(\.value) == ["614", "717", "819", "870", "921"])
    }

    @Test("is none where two knobs differ, or fewer than three values stand") func notFound() {
        let two = ["1", "2"].map {
            Arm("a\($0)", .extension("x", knobs: [.init("k", $0)], digest: nil))
        }
        #expect(Sweep.all(in: two).isEmpty)
        let mixed = (1...3).map {
            Arm(
                "a\($0)",
                .extension("x", knobs: [.init("k", "\($0)"), .init("j", "\(-$0)")], digest: nil))
        }
        #expect(Sweep.all(in: mixed).isEmpty)
    }

    @Test("is drawn with an interval at each value") func drawn() throws {
        let report = Report(SharedPath.sweep()) { _ in RunRecord.Samples() }
        let group = try #require(report.figureSet.groups.first { $0.kind == .sweep })
        #expect(group.figures[0].table.rows.count == 5)
        #expect(group.figures[0].body.split(separator: "class=\"bar").count == 6)
    }
}
