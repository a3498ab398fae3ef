// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments
import Reports

/// Two experiments that nobody ran: arms that take from each other, and a knob that is turned.
enum SharedPath {
    /// A greedy arm gets more than its share, and there is no more when everybody is greedy.
    static func input(rounds: Int = 10) -> ReportInput {
        var input = ReportInput(
            title: "One connection against two", design: "together", seed: 3,
            arms: [Arm("one", .kernel("cubic")), Arm("two", .kernel("cubic"))], control: "one",
            paths: [.init("home", "50 Mbit/s, 30 ms")], loads: [.init("bulk", "10 applications")])
        var draws = Draws(seed: 3)
        for round in 0..<rounds {
            for share in [0, 0.1, 0.5, 0.9, 1] { add(share, round, &draws, to: &input) }
        }
        let question = Question(
            control: "one", arms: ["two"], paths: ["home"], loads: ["bulk"],
            primary: MeasurePattern(.goodput))
        input.interference = Analysis(of: input.runs, question).interferences
        return input
    }

    private static func add(
        _ share: Double, _ round: Int, _ draws: inout Draws, to input: inout ReportInput
    ) {
        let goodput = Measure("bulk", .goodput)
        let whole = 47e6 * (1 + 0.02 * (draws.fraction() - 0.5))
        let treated = 2 * share / (2 * share + 1 - share) * (1 + 0.1 * (draws.fraction() - 0.5))
        var run = RunSummary(
            number: input.runs.count + 1, round: round, path: "home", load: "bulk", arm: "two",
            share: share, values: [goodput: whole], time: .seconds(2))
        let parts = min(treated, 1) * whole
        run.armValues = ["one": [goodput: whole - parts], "two": [goodput: parts]]
        run.values[Measure("bulk", .fairness)] = 1 - share * (1 - share) / 2.2
        input.flowArms[run.number] = Dictionary(
            uniqueKeysWithValues: (0..<10).map {
                (UInt32($0), $0 < Int(share * 10) ? "two" : "one")
            })
        input.runs.append(run)
    }

    /// Flows with two connections get about twice as much.
    static func samples(_ run: RunSummary) -> RunRecord.Samples {
        var samples = RunRecord.Samples()
        var draws = Draws(seed: UInt64(run.number))
        let greedy = Int((run.share ?? 0) * 10)
        let weights = (0..<10).map { ($0 < greedy ? 2.0 : 1) * (0.8 + 0.4 * draws.fraction()) }
        for tick in 0...20 {
            for flow in 0..<10 {
                samples.flows.add(
                    FlowSample(
                        nanoseconds: UInt64(tick) * 100_000_000, flow: UInt32(flow),
                        bytesAcked: UInt64(weights[flow] * 50_000 * Double(tick)), cwnd: 20,
                        srttMicroseconds: 35_000))
            }
        }
        return samples
    }

    /// Five values of one knob, and the control.
    static func sweep(rounds: Int = 10) -> ReportInput {
        var input = ReportInput(
            title: "How much to keep", seed: 5,
            arms: [Arm("cubic", .kernel("cubic"))]
                + [614, 717, 819, 870, 921].map {
                    Arm(
                        "beta-\($0)",
                        .extension("cubic", knobs: [.init("beta", "\($0)")], digest: nil))
                }, control: "cubic", paths: [.init("shallow")], loads: [.init("bulk")])
        var draws = Draws(seed: 5)
        for round in 0..<rounds {
            for (place, arm) in input.arms.enumerated() {
                let gain = place == 0 ? 0 : 0.01 * Double(place - 2) - 0.002 * Double(place * place)
                let rate = 95e6 * (1 + gain + 0.02 * (draws.fraction() - 0.5))
                input.runs.append(
                    RunSummary(
                        number: input.runs.count + 1, round: round, path: "shallow", load: "bulk",
                        arm: arm.name, values: [Measure("bulk", .goodput): rate],
                        time: .seconds(2)))
            }
        }
        let question = Question(
            control: "cubic", arms: input.arms.map(\.name), paths: ["shallow"], loads: ["bulk"],
            primary: MeasurePattern(.goodput))
        input.effects = Analysis(of: input.runs, question).effects
        return input
    }
}
