// SPDX-License-Identifier: Apache-2.0
import Draws
@testable import Experiments

/// Runs of which the truth is known.
enum Made {
    static let goodput = Measure("bulk", .goodput)
    static let latency = Measure("rr", .latencyP99)
    static let queue = Measure("bulk", .queue)
    static let marks = Measure("bulk", .marks)

    static func question(
        primary: MeasurePattern = MeasurePattern(.goodput), secondary: [MeasurePattern] = []
    ) -> Question {
        Question(
            control: "reno", arms: ["mine"], paths: ["shallow"], loads: ["bulk"],
            primary: primary, secondary: secondary, seed: 1)
    }

    static func run(
        _ arm: String, round: Int, attempt: Int = 0, outcome: RunOutcome = .valid,
        _ values: [Measure: Double]
    ) -> RunSummary {
        RunSummary(
            number: 2 * round + (arm == "mine" ? 2 : 1) + 1000 * attempt, round: round,
            path: "shallow", load: "bulk", arm: arm, attempt: attempt, outcome: outcome,
            values: values)
    }

    /// Rounds in which mine has so many times what reno has, give or take `noise`.
    static func rounds(
        _ count: Int, _ measure: Measure = goodput, base: Double = 90e6, factor: Double = 1,
        offset: Double = 0, noise: Double = 0.002, seed: UInt64 = 1
    ) -> [RunSummary] {
        var draws = Draws(seed: seed)
        return (0..<count).flatMap { round in
            let drift = 1 + Double(round) / 20
            return ["reno", "mine"].map { arm in
                let own = 1 + noise * (2 * draws.fraction() - 1)
                let value =
                    base * drift * own * (arm == "mine" ? factor : 1)
                    + (arm == "mine" ? offset : 0)
                return run(arm, round: round, [measure: value])
            }
        }
    }
}
