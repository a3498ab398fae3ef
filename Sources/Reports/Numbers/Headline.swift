// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// The verdict in one sentence: what somebody remembers who reads no further.
struct Headline {
    let sentence: String
    /// Of all comparisons, the most telling kind.
    let kind: Verdict.Kind

    init(_ input: ReportInput) {
        let leading = FigureSet.leading(input)
        let effects = input.effects.filter { leading.contains($0.measure) }
        let shared = input.interference.map(\.whole)
        kind = Headline.kind(of: effects.isEmpty ? shared : effects)
        if let claim = Headline.interference(input) {
            sentence = claim
        } else if effects.allSatisfy(\.pairs.isEmpty) {
            sentence = "No complete round, so nothing can be compared yet."
        } else if effects.count == 1 {
            sentence = Headline.alone(effects[0])
        } else {
            sentence = Headline.together(effects, input)
        }
    }

    private static func kind(of effects: [Effect]) -> Verdict.Kind {
        let kinds = Set(effects.map(\.verdict.kind))
        return [.worse, .better, .different, .none].first { kinds.contains($0) } ?? .few
    }

    private static func alone(_ effect: Effect) -> String {
        let words = effect.measure.words
        let place = "\(words.prefix(1).uppercased() + words.dropFirst()) on \(effect.path)"
        let rounds = counted(effect.pairs.count, "round")
        guard effect.amount != nil else {
            return
                "\(place), \(effect.arm) against \(effect.control): \(effect.words), in \(rounds)."
        }
        return "\(place): \(effect.words) than \(effect.control), in \(rounds)."
    }

    /// A clause for each arm and metric, or one for all where there would be many.
    private static func together(_ effects: [Effect], _ input: ReportInput) -> String {
        var keys: [(arm: String, metric: Metric)] = []
        for effect in effects
        where !keys.contains(where: { $0.arm == effect.arm && $0.metric == effect.measure.metric })
        {
            keys.append((effect.arm, effect.measure.metric))
        }
        guard keys.count <= 2 else {
            let all = counts(effects, "comparisons")
            let metrics = Set(keys.map(\.metric))
            let metric = metrics.count == 1 ? ", \(keys[0].metric.words)" : ""
            return "Arms against \(input.control)\(metric): \(all)."
        }
        let clauses = keys.map { key in
            let own = effects.filter { $0.arm == key.arm && $0.measure.metric == key.metric }
            return "\(key.arm) against \(input.control), \(key.metric.words): "
                + counts(own, own.count == 1 ? "place" : "places")
        }
        return clauses.joined(separator: "; ") + "."
    }

    /// `better in 1 of 6 places (deep, bulk: by 1.20 to 3.40 %), no difference seen in 5 (…)`.
    private static func counts(_ effects: [Effect], _ unit: String) -> String {
        var parts: [String] = []
        for kind in Verdict.Kind.allCases {
            let own = effects.filter { $0.verdict.kind == kind }
            guard !own.isEmpty else { continue }
            let all = own.count == effects.count && own.count > 1
            let number = all ? "all \(own.count)" : "\(own.count)"
            let whole = parts.isEmpty ? "\(all ? "" : " of \(effects.count)") \(unit)" : ""
            parts.append("\(kind.words) in \(number)\(whole)\(remark(kind, own))")
        }
        return parts.joined(separator: ", ")
    }

    private static func remark(_ kind: Verdict.Kind, _ effects: [Effect]) -> String {
        guard Set(effects.map(\.measure.metric)).count == 1, let first = effects.first else {
            return ""
        }
        if effects.count == 1, let amount = first.amount {
            return " (\(first.path), \(first.load): by \(amount))"
        }
        let values = effects.compactMap { effect -> Double? in
            switch effect.verdict {
            case .noDifferenceSeen(_, let smallest): smallest
            case .better, .worse: effect.estimate.map { abs($0.point) }
            case .different, .tooFewRounds: nil
            }
        }.filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else { return "" }
        let metric = first.measure.metric
        let amount =
            low == high
            ? Figures.text(difference: low, of: metric)
            : Figures.text(difference: low...high, of: metric)
        return kind == .none ? " (could have seen \(amount))" : " (by about \(amount))"
    }

    /// Where arms shared a path: the naive claim beside what came of it.
    private static func interference(_ input: ReportInput) -> String? {
        let claims = input.interference.compactMap { curve in curve.claim.map { (curve, $0) } }
        guard let (curve, claim) = claims.first else { return nil }
        let metric = curve.measure.metric
        let truth = curve.whole.estimate.map { $0.text(of: metric) } ?? "too few rounds to say"
        let flows = "\(Amount.fixed(claim.share * 100, 0)) % of the flows"
        return "A naive test with \(curve.arm) on \(flows) would have claimed "
            + "\(claim.estimate.text(of: metric)) in \(curve.measure.words) on \(curve.path); "
            + "when everybody has it: \(truth)."
    }
}

extension Interference {
    /// What a naive test claims, as it would be made: with the treatment on about half.
    var claim: (share: Double, estimate: Estimate)? {
        shares.compactMap { at in at.naive?.estimate.map { (at.share, $0) } }
            .min { abs($0.0 - 0.5) < abs($1.0 - 0.5) }
    }
}
