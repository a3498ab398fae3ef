// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Statistics
import Testing

@testable import Reports

@Suite("A report of little or of nonsense") struct BadInputTests {
    /// All forms, made; they must not trap, and no number may be none.
    private func forms(_ input: ReportInput) throws -> Report {
        let report = Small.report(input)
        for text in [report.html.text, report.markdown().text] + report.figures().map(\.bytes.text)
        {
            #expect(!text.contains("nan"))
            #expect(!text.contains("\"inf"))
        }
        _ = try JSON(parsing: report.json)
        #expect(report.csv.text.hasPrefix("run,round,"))
        return report
    }

    @Test("says that no round is complete") func noRound() throws {
        var input = Small.input()
        input.effects = []
        input.runs = []
        let report = try forms(input)
        #expect(report.verdict == "No complete round, so nothing can be compared yet.")
        #expect(report.figures().isEmpty)
    }

    @Test("says that an arm was void all the time, and why") func voidArm() throws {
        var input = Small.input()
        for run in input.runs.indices where input.runs[run].arm == "mine" {
            input.runs[run].outcome = .void([.neverCalled(arm: "mine")])
        }
        input.effects = Analysis(of: input.runs, question).effects
        let report = try forms(input)
        #expect(report.html.text.contains("the kernel counted no call of the arm mine"))
        #expect(report.html.text.contains("6 of 12 runs"))
        #expect(report.verdict.contains("No complete round"))
    }

    private var question: Question {
        Question(
            control: "reno", arms: ["mine"], paths: ["shallow"], loads: ["bulk"],
            primary: MeasurePattern(.goodput), secondary: [MeasurePattern(.srtt)])
    }

    @Test("says that one round is too few") func oneRound() throws {
        var input = Small.input()
        input.runs = Array(input.runs.prefix(2))
        input.effects = Analysis(of: input.runs, question).effects
        let report = try forms(input)
        #expect(report.verdict.contains("too few rounds"))
    }

    @Test("bears metrics that some runs lack, and says so") func missingMetric() throws {
        var input = Small.input()
        for run in [1, 3, 5] { input.runs[run].values[Small.latency] = nil }
        input.effects = Analysis(of: input.runs, question).effects
        let report = try forms(input)
        #expect(report.html.text.contains("Rounds without a value on both sides"))
    }

    @Test("bears numbers that are none") func notANumber() throws {
        var input = Small.input()
        input.runs[0].values = [Small.measure: .nan, Small.latency: .infinity]
        input.runs[2].values = [Small.measure: -.infinity, Small.latency: 1e300]
        input.effects[0].pairs[0].control = .nan
        input.effects[0].pairs[1].treatment = .infinity
        input.effects[0].estimate = Estimate(
            point: 0.02, interval: -Double.infinity...Double.infinity, confidence: 1, count: 2)
        input.effects[0].verdict = .noDifferenceSeen(
            -Double.infinity...Double.infinity, smallestDetectable: .infinity)
        _ = try forms(input)
    }

    @Test("draws samples that stop at once, or come in no order") func oddSamples() {
        let input = Small.input()
        let report = Report(input) { number in
            var samples = RunRecord.Samples()
            guard number > 4 else { return samples }
            for time: UInt64 in [5, 3, .max, 0, 4_000_000_000] {
                samples.flows.add(
                    FlowSample(
                        nanoseconds: time, flow: 1, bytesAcked: time, cwnd: .max,
                        srttMicroseconds: .max))
            }
            return samples
        }
        #expect(!report.html.text.contains("nan"))
    }

    @Test("of two thousand runs stays small, on the page and in each figure") func manyRuns() throws
    {
        var input = Small.input()
        let few = input.runs
        input.runs = (0..<167).flatMap { repeated in
            few.enumerated().map { place, run in
                var run = run
                run.number = repeated * 12 + place + 1
                run.round = repeated * 6 + run.round
                return run
            }
        }
        var question = question
        question.resamples = 50
        input.effects = Analysis(of: input.runs, question).effects
        let report = try forms(input)
        #expect(input.runs.count == 2004)
        #expect(report.html.count < 3_000_000)
        for figure in report.figures() { #expect(figure.bytes.count < 200_000) }
    }

    @Test("has a table for two hundred places without drawing them all on the page")
    func manyPlaces() throws {
        var input = Small.input()
        let few = input.runs
        let effect = input.effects[0]
        input.runs = []
        input.effects = []
        input.paths = (0..<60).map { .init("path\($0)") }
        for path in input.paths {
            var own = effect
            own.path = path.name
            input.effects.append(own)
            for run in few {
                var run = run
                run.path = path.name
                run.number = input.runs.count + 1
                input.runs.append(run)
            }
        }
        let report = try forms(input)
        #expect(report.html.count < 3_000_000)
        #expect(report.html.text.contains("The first 12 of 60 figures"))
        #expect(report.figures().count > 300)
    }
}
