// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Reports

@Suite("Arms that took turns") struct TurnTests {
    /// Ten seconds in which `a` keeps a window of 10 and `b` one of 30, which it reaches half a
    /// second after the swap.
    private static let turns = [("a", 0, 2), ("b", 2, 4), ("b", 4, 6), ("a", 6, 8), ("b", 8, 10)]

    private static var input: ReportInput {
        var input = ReportInput(
            title: "Turns", design: "switchback",
            arms: [Arm("a", .kernel("cubic")), Arm("b", .kernel("reno"))], control: "a",
            paths: [.init("near")], loads: [.init("bulk")])
        input.runs = (1...2).map { number in
            RunSummary(
                number: number, round: number - 1, path: "near", load: "bulk", arm: "b",
                values: [Measure("bulk", .goodput): 1e6],
                blocks: turns.enumerated().map { place, turn in
                    RunSummary.Block(
                        pair: place / 2, arm: turn.0,
                        // Half a second each is washed out.
                        start: .milliseconds(turn.1 * 1000 + 500), end: .seconds(turn.2),
                        values: [:])
                }, time: .seconds(10))
        }
        return input
    }

    private static func samples() -> RunRecord.Samples {
        var samples = RunRecord.Samples()
        for tick in 0..<1000 {
            let turn = turns.last { $0.1 * 100 <= tick } ?? turns[0]
            let isSettled = tick - turn.1 * 100 >= 50
            samples.flows.add(
                FlowSample(
                    nanoseconds: 5_000_000_000 + UInt64(tick) * 10_000_000, flow: 0,
                    bytesAcked: UInt64(tick) * 1250,
                    cwnd: turn.0 == "b" && (isSettled || turn.1 == 4) ? 30 : 10,
                    srttMicroseconds: turn.0 == "b" ? 2000 : 1000))
        }
        return samples
    }

    private let report = Report(TurnTests.input) { _ in TurnTests.samples() }

    @Test("are shown from the swap on, by the turns that began with one") func time() throws {
        let group = try #require(report.figureSet.groups.first { $0.kind == .time })
        let figure = try #require(group.figures.first { $0.name.hasSuffix("cwnd") })
        #expect(figure.title.hasSuffix("congestion window after a swap"))
        // Of each run one swap to a, and two to b: the turn from 4 to 6 began with none.
        #expect(figure.basis == "2 to 4 turns of each arm.")
        let rows = figure.table.rows
        let early = try #require(rows.first)
        let late = try #require(rows.last)
        #expect([early[1], early[3]] == ["10.0", "10.0"])
        #expect([late[1], late[3]] == ["10.0", "30.0"])
    }

    @Test("have the round trips of their own turns") func roundTrips() throws {
        let group = try #require(report.figureSet.groups.first { $0.kind == .roundTrips })
        let figure = try #require(group.figures.first)
        #expect(figure.looks.map(\.name) == ["a", "b"])
        let text = figure.table.rows.map { $0.joined(separator: " ") }.joined(separator: "\n")
        #expect(text.contains("1.00 ms") && text.contains("2.0"))
    }
}
