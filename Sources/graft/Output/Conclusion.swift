// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import JSON
import Results
import Testbed

/// What an experiment allows to say, as it is shown.
struct Conclusion: Shown {
    let plan: Plan
    /// The results file.
    let file: String
    /// Nil where nothing was run: a file is only looked at.
    let ending: Conduct.Ending?
    let runs: [RunSummary]
    let isDeterministic: Bool
    let analysis: Analysis
    let judgements: [FailCondition.Judgement]

    init(
        plan: Plan, file: String, ending: Conduct.Ending?, runs: [RunSummary],
        conditions: [FailCondition], isDeterministic: Bool = false
    ) {
        self.plan = plan
        self.file = file
        self.ending = ending
        self.runs = runs
        self.isDeterministic = isDeterministic
        let analysis = Analysis(of: runs, plan.question)
        self.analysis = analysis
        judgements = conditions.map { $0.judge(analysis.effects) }
    }

    var status: ExitStatus {
        if ending == .interrupted { return .interrupted }
        if judgements.contains(where: \.holds) { return .failIfHeld }
        return runs.contains { $0.outcome == .valid } ? .done : .refused
    }

    var text: String {
        var parts = [plan.title]
        if !analysis.primary.isEmpty { parts.append(table(analysis.primary)) }
        for interference in analysis.interferences where interference.whole.isPrimary {
            parts.append(table(interference))
        }
        let secondary = analysis.secondary.filter(\.sawDifference)
        if !secondary.isEmpty {
            parts.append("Of the other measures these differ:\n" + table(secondary))
        }
        let conditions = judgements.flatMap(\.lines)
        if !conditions.isEmpty { parts.append(conditions.joined(separator: "\n")) }
        parts.append(closing)
        return parts.joined(separator: "\n\n")
    }

    private func table(_ effects: [Effect]) -> String {
        // With one treatment the verdict is about nobody else.
        let namesArms = plan.treatments.count > 1
        let arm = namesArms ? ["ARM"] : []
        var table = Table(
            ["PATH", "LOAD", "MEASURE"] + arm + ["EFFECT", "ROUNDS", "VERDICT"],
            numeric: [namesArms ? 5 : 4])
        for effect in effects {
            let metric = effect.measure.metric
            table.add(
                [effect.path, effect.load, "\(effect.measure)"] + (namesArms ? [effect.arm] : [])
                    + [
                        effect.estimate.map { Figures.text(effect: $0, of: metric) } ?? "-",
                        "\(effect.pairs.count)", effect.words,
                    ])
        }
        return table.text
    }

    private func table(_ interference: Interference) -> String {
        let metric = interference.measure.metric
        var table = Table("SHARE", "NAIVE TEST", "SPILL-OVER", "JAIN'S INDEX")
        func words(_ effect: Effect?) -> String {
            effect?.estimate.map { Figures.text(effect: $0, of: metric) } ?? "-"
        }
        for at in interference.shares {
            table.add(
                Figures.text(at.share, .share), words(at.naive), words(at.spillOver),
                at.fairness.map { Figures.text($0.point, .index) } ?? "-")
        }
        return """
            \(interference.measure) on \(interference.path) under \(interference.load): \
            everybody with \(interference.arm) against nobody: \(words(interference.whole)), \
            \(interference.whole.words)
            \(table.text)
            """
    }

    private var closing: String {
        let tallies = analysis.tallies
        let valid = tallies.reduce(0) { $0 + $1.valid }
        let void = tallies.reduce(0) { $0 + $1.void }
        let failed = tallies.reduce(0) { $0 + $1.failed }
        var words = Words.plural(valid, "valid run")
        if void > 0 { words += ", \(void) void" }
        if failed > 0 { words += ", \(failed) failed" }
        words += ", all in \(file)"
        switch ending {
        case .interrupted: words += "\ninterrupted; `graft experiment resume \(file)` goes on"
        case .narrow(let rounds): words += "\nended after \(rounds) rounds: narrow enough"
        case .done, nil: break
        }
        if isDeterministic {
            words +=
                "\ndeterministic: the same plan gives the same bytes; "
                + "`graft experiment verify \(file)` runs some of it again"
        }
        return words
    }

    var json: JSON {
        [
            "title": JSON(plan.title), "results": JSON(file), "design": JSON(plan.design.name),
            "deterministic": JSON(isDeterministic),
            "ending": JSON(ending.map { "\($0)" }),
            "effects": .array(analysis.effects.map(\.json)),
            "interferences": .array(analysis.interferences.map(\.json)),
            "runs": .array(
                analysis.tallies.map { tally in
                    [
                        "arm": JSON(tally.arm), "path": JSON(tally.path), "load": JSON(tally.load),
                        "valid": JSON(tally.valid), "void": JSON(tally.void),
                        "failed": JSON(tally.failed),
                        "reasons": JSON(tally.reasons.map(\.words)),
                    ]
                }),
            "fail_if": .array(
                judgements.map {
                    [
                        "condition": JSON($0.condition.text), "held": JSON($0.holds),
                        "lines": JSON($0.lines),
                    ]
                }),
        ]
    }
}

extension ExitStatus {
    /// As shells say it of what ended by Ctrl-C.
    static let interrupted = ExitStatus(rawValue: 130)
}

extension Effect {
    var json: JSON {
        [
            "measure": JSON("\(measure)"), "arm": JSON(arm), "control": JSON(control),
            "path": JSON(path), "load": JSON(load), "primary": JSON(isPrimary),
            "scale": JSON(measure.metric.scale.rawValue),
            "unit": JSON(measure.metric.unit.rawValue),
            "point": JSON(estimate?.point), "low": JSON(estimate?.interval.lowerBound),
            "high": JSON(estimate?.interval.upperBound),
            "confidence": JSON(estimate?.confidence), "rounds": JSON(pairs.count),
            "p": JSON(probability), "verdict": JSON(words),
        ]
    }
}

extension Interference {
    var json: JSON {
        [
            "measure": JSON("\(measure)"), "arm": JSON(arm), "control": JSON(control),
            "path": JSON(path), "load": JSON(load), "whole": whole.json,
            "shares": .array(
                shares.map {
                    [
                        "share": JSON($0.share), "naive": $0.naive?.json ?? .null,
                        "spill_over": $0.spillOver?.json ?? .null,
                        "fairness": JSON($0.fairness?.point),
                    ]
                }),
        ]
    }
}
