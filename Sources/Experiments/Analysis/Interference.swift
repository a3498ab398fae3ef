// SPDX-License-Identifier: Apache-2.0
import Statistics

/// What arms that share a path do to each other, in one measure, and what a naive test between
/// them would have made of it (Spang et al., "Unbiased Experiments in Congested Networks", 2021).
///
/// Its effects are each judged by themselves, without a correction for their number.
public struct Interference: Equatable, Sendable {
    public var measure: Measure
    public var arm: String
    public var control: String
    public var path: String
    public var load: String
    /// Everybody with the treatment against nobody with it: what deploying it would change.
    public var whole: Effect
    /// By share, rising; from 0 to 1 where these were run.
    public var shares: [AtShare]

    /// When this share of the flows had the treatment.
    public struct AtShare: Equatable, Sendable {
        public var share: Double
        /// The treatment's flows against the control's in the same run: what an A/B test would
        /// have claimed. Nil where there is only one of both.
        public var naive: Effect?
        /// The control's flows against the same flows when nobody had the treatment: what it did
        /// to those that did not ask for it. Nil at 0 and at 1.
        public var spillOver: Effect?
        /// Jain's index over the goodput of all flows, over the rounds; nil where no run has it,
        /// or too few.
        public var fairness: Estimate?
    }

    init(
        of runs: [RunSummary], _ measure: Measure, arm: String, _ question: Question,
        at place: Place, isPrimary: Bool
    ) {
        self.measure = measure
        self.arm = arm
        control = question.control
        path = place.path
        load = place.load
        let rounds = SharedRounds(runs, measure, arm: arm, control: question.control)
        func effect(_ pairs: [Effect.Pair]) -> Effect {
            Effect(of: pairs, measure, arm: arm, question, at: place, isPrimary: isPrimary)
        }
        whole = effect(rounds.pairs(treatmentAt: 1, controlAt: 0))
        shares = rounds.shares.map { share in
            let isMixed = share > 0 && share < 1
            return AtShare(
                share: share,
                naive: isMixed ? effect(rounds.pairs(treatmentAt: share, controlAt: share)) : nil,
                spillOver: isMixed ? effect(rounds.spillOver(at: share)) : nil,
                fairness: SignedRank.estimate(
                    rounds.fairness(at: share), confidence: question.confidenceOfEach))
        }
    }
}

/// Runs in which arms shared a path, with one measure as if all flows were one arm's.
private struct SharedRounds {
    let runs: [RunSummary]
    let measure: Measure
    let arm: String
    let control: String

    init(_ runs: [RunSummary], _ measure: Measure, arm: String, control: String) {
        self.runs = runs
        self.measure = measure
        self.arm = arm
        self.control = control
    }

    var shares: [Double] { Set(runs.compactMap(\.share)).sorted() }

    func pairs(treatmentAt share: Double, controlAt other: Double) -> [Effect.Pair] {
        matched(share, other) { treated, controlled in
            (value(of: control, in: controlled), value(of: arm, in: treated))
        }
    }

    func spillOver(at share: Double) -> [Effect.Pair] {
        matched(share, 0) { shared, alone in
            (value(of: control, in: alone), value(of: control, in: shared))
        }
    }

    func fairness(at share: Double) -> [Double] {
        let index = Measure(measure.part, .fairness)
        return runs.filter { $0.share == share }.compactMap { $0.values[index] }
            .filter(\.isFinite)
    }

    private func matched(
        _ share: Double, _ other: Double,
        _ values: (RunSummary, RunSummary) -> (control: Double, treatment: Double)
    ) -> [Effect.Pair] {
        runs.filter { $0.share == share }.compactMap { run in
            runs.first { $0.share == other && $0.round == run.round }.map { partner in
                let (control, treatment) = values(run, partner)
                return Effect.Pair(round: run.round, control: control, treatment: treatment)
            }
        }
    }

    /// A sum over an arm's flows grows with their number: over their share it is what all flows
    /// would come to if each had as much as these.
    private func value(of name: String, in run: RunSummary) -> Double {
        let share = run.share ?? 0
        let own = name == arm ? share : 1 - share
        let whole = own == 1 ? run.values[measure] : nil
        guard own > 0, let value = run.armValues[name]?[measure] ?? whole else { return .nan }
        return measure.metric.isSum ? value / own : value
    }
}

extension Metric {
    /// Whether its value is a sum over flows, and not one of a flow or of the path.
    var isSum: Bool { self == .goodput || self == .transactions }
}
