// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Statistics

/// The report for machines. Schema, version 1; members are never taken away without a new version:
///
/// - `schema`: "graft.report"; `version`: 1
/// - `title`, `about`, `design`, `seed`, `control`, `graft`, `deterministic`, `command`, `plan`
/// - `verdict`: `{ kind, words }`, kind as below
/// - `arms`: `[{ name, what, algorithm, digest, calls, runs }]`, null where not known
/// - `paths`, `loads`: `[{ name, what }]`
/// - `rounds`: those with a valid run; `runs`: `{ valid, void, failed }`
/// - `effects`: `[{ measure, primary, arm, control, path, load, unit, scale, rounds, left_out,
///   estimate, bootstrap, p, verdict, pairs }]`
///   - `scale`: "ratio" (0.02 is 2 % more) or "difference" (in `unit`)
///   - `estimate`, `bootstrap`: `{ point, low, high, confidence, count }` or null
///   - `verdict`: `{ kind, words }`; kind: "better", "worse", "different", "none", "few"
///   - `pairs`: `[{ round, block, control, treatment }]`, rounds from 1, in `unit`
/// - `interference`: `[{ measure, arm, control, path, load, everybody,
///   shares: [{ share, naive, spill_over, fairness }] }]`, each an effect's `estimate` or null
/// - `not_counted`: `[{ run, round, path, load, arm, attempt, outcome, reasons }]`
/// - `biases`: `[string]`; `environment`: `{ name: value }`
///
/// Amounts are in units without prefix; what is no number is null.
struct ReportJSON {
    let value: JSON

    init(_ report: Report) {
        let input = report.input
        let headline = Headline(input)
        var object: JSON.Object = [
            "schema": "graft.report", "version": 1, "title": .string(input.title),
            "about": .string(input.about), "design": .string(input.design),
            "seed": JSON(input.seed), "control": .string(input.control),
            "graft": .string(input.version), "deterministic": .bool(input.isDeterministic),
            "command": .string(input.command), "plan": .string(input.plan),
            "verdict": ReportJSON.verdict(headline.kind, headline.sentence),
        ]
        object["arms"] = .array(input.arms.map { ReportJSON.arm($0, input) })
        object["paths"] = .array(input.paths.map(ReportJSON.named))
        object["loads"] = .array(input.loads.map(ReportJSON.named))
        let valid = input.runs.filter { $0.outcome == .valid }
        let failed = input.runs.filter(\.outcome.isFailure).count
        object["rounds"] = JSON(Set(valid.map(\.round)).count)
        object["runs"] = [
            "valid": JSON(valid.count), "void": JSON(input.runs.count - valid.count - failed),
            "failed": JSON(failed),
        ]
        object["effects"] = .array(input.effects.map(ReportJSON.effect))
        object["interference"] = .array(input.interference.map(ReportJSON.interference))
        object["not_counted"] = .array(
            input.runs.filter { $0.outcome != .valid }.map(ReportJSON.run))
        object["biases"] = .array(input.biases.map { .string($0) })
        object["environment"] = .object(
            JSON.Object(input.environment.facts.map { (key: $0.name, value: .string($0.value)) }))
        value = .object(object)
    }

    private static func verdict(_ kind: Verdict.Kind, _ words: String) -> JSON {
        ["kind": .string(kind.rawValue), "words": .string(words)]
    }

    private static func arm(_ arm: Arm, _ input: ReportInput) -> JSON {
        let proof = input.proofs.first { $0.arm == arm.name }
        return [
            "name": .string(arm.name), "what": .string(arm.words),
            "algorithm": JSON(proof?.algorithm), "digest": JSON(proof?.digest),
            "calls": JSON(proof?.calls), "runs": JSON(proof?.runs),
        ]
    }

    private static func named(_ thing: ReportInput.Named) -> JSON {
        ["name": .string(thing.name), "what": .string(thing.words)]
    }

    private static func effect(_ effect: Effect) -> JSON {
        [
            "measure": .string("\(effect.measure)"), "primary": .bool(effect.isPrimary),
            "arm": .string(effect.arm), "control": .string(effect.control),
            "path": .string(effect.path), "load": .string(effect.load),
            "unit": .string(effect.measure.metric.unit.rawValue),
            "scale": .string(effect.measure.metric.scale.rawValue),
            "rounds": JSON(effect.pairs.count), "left_out": JSON(effect.leftOut),
            "estimate": estimate(effect.estimate), "bootstrap": estimate(effect.bootstrap),
            "p": JSON(effect.estimate == nil ? nil : effect.probability),
            "verdict": verdict(effect.verdict.kind, effect.words),
            "pairs": .array(effect.pairs.map(pair)),
        ]
    }

    private static func pair(_ pair: Effect.Pair) -> JSON {
        [
            "round": JSON(pair.round + 1), "block": JSON(pair.block),
            "control": .number(pair.control), "treatment": .number(pair.treatment),
        ]
    }

    private static func estimate(_ estimate: Estimate?) -> JSON {
        guard let estimate else { return .null }
        return [
            "point": .number(estimate.point), "low": .number(estimate.interval.lowerBound),
            "high": .number(estimate.interval.upperBound),
            "confidence": .number(estimate.confidence), "count": JSON(estimate.count),
        ]
    }

    private static func interference(_ curve: Interference) -> JSON {
        [
            "measure": .string("\(curve.measure)"), "arm": .string(curve.arm),
            "control": .string(curve.control), "path": .string(curve.path),
            "load": .string(curve.load), "everybody": estimate(curve.whole.estimate),
            "shares": .array(
                curve.shares.map { at in
                    [
                        "share": .number(at.share), "naive": estimate(at.naive?.estimate),
                        "spill_over": estimate(at.spillOver?.estimate),
                        "fairness": estimate(at.fairness),
                    ]
                }),
        ]
    }

    private static func run(_ run: RunSummary) -> JSON {
        [
            "run": JSON(run.number), "round": JSON(run.round + 1), "path": .string(run.path),
            "load": .string(run.load), "arm": .string(run.arm), "attempt": JSON(run.attempt),
            "outcome": .string(run.outcome.word), "reasons": JSON(run.outcome.reasons),
        ]
    }
}
