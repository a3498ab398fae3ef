// SPDX-License-Identifier: Apache-2.0
import Glibc
import Statistics

extension Effect {
    /// What pairs of values come to; of those that can be compared at all.
    init(
        of all: [Pair], _ measure: Measure, arm: String, _ question: Question, at place: Place,
        isPrimary: Bool
    ) {
        let pairs = all.filter { measure.metric.scale.compares($0) }
        self.init(
            measure, arm: arm, control: question.control, path: place.path, load: place.load,
            isPrimary: isPrimary, verdict: .tooFewRounds(have: 0, need: 0), pairs: pairs,
            leftOut: all.count - pairs.count)
        let scale = measure.metric.scale
        let differences = differences
        if let estimate = SignedRank.estimate(
            differences, confidence: question.confidenceOfEach)
        {
            self.estimate = estimate.mapped(scale.shown)
            probability = SignedRank.probability(differences)
            bootstrap = resampled(differences, question)?.mapped(scale.shown)
        }
        verdict = judged(question)
    }

    /// Of each pair the treatment less the control, where ratios are logarithms: on this scale
    /// effects add up, and those of a half and of twice are equally large.
    public var differences: [Double] { pairs.map(measure.metric.scale.difference) }

    /// The same as they are shown: 0.02 is 2 % more, or so much in the metric's unit.
    public var shownDifferences: [Double] { differences.map(measure.metric.scale.shown) }

    /// The width of the interval, on the metric's scale; nil where there is none.
    public var width: Double? {
        estimate.map { $0.interval.upperBound - $0.interval.lowerBound }
    }

    /// The smallest effect that these rounds would have shown in 80 % of all experiments.
    public var smallestDetectable: Double? {
        guard let estimate else { return nil }
        let scale = measure.metric.scale
        return scale.shown(Statistics.smallestDetectable(estimate.mapped(scale.hidden)))
    }

    private func resampled(_ differences: [Double], _ question: Question) -> Estimate? {
        guard question.resamples > 0 else { return nil }
        return Bootstrap(
            resamples: question.resamples, confidence: question.confidenceOfEach,
            seed: question.seed, stream: stream
        ).mean(of: differences)
    }

    /// The same for the same effect, whatever else is analysed: its names, by the hash of Fowler,
    /// Noll and Vo.
    private var stream: UInt64 {
        "\(measure)\n\(arm)\n\(control)\n\(path)\n\(load)".utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
    }
}

extension Metric.Scale {
    /// Whether there is a difference between both sides on this scale.
    func compares(_ pair: Effect.Pair) -> Bool {
        guard pair.control.isFinite, pair.treatment.isFinite else { return false }
        return self == .difference || (pair.control > 0 && pair.treatment > 0)
    }

    func difference(_ pair: Effect.Pair) -> Double {
        self == .ratio
            ? log(pair.treatment) - log(pair.control) : pair.treatment - pair.control
    }

    /// From the scale that is calculated on to that which is shown.
    func shown(_ value: Double) -> Double { self == .ratio ? expm1(value) : value }

    /// The way back.
    func hidden(_ value: Double) -> Double { self == .ratio ? log1p(value) : value }
}
