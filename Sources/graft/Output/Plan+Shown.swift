// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Kernel
import Testbed

/// A plan, with the order of its runs and what they cost.
struct PlanShown: Shown {
    let plan: Plan
    /// Beside what is measured, a run.
    let overhead: Duration
    /// Between rounds, as far as it is known.
    var spread: Share?
    /// What was measured of it before.
    var precedents: [Precedent] = []
    var isDeterministic = false

    var text: String {
        let head = plan.about.isEmpty ? plan.title : "\(plan.title)\n\(plan.about)"
        let parts = [head, arms, paths, loads, terms, order]
        return parts.map(PlanShown.withoutEnd).joined(separator: "\n\n")
    }

    private var arms: String {
        var table = Table("ARM", "IS", "ROLE")
        for arm in plan.arms {
            let role =
                arm.name == plan.control
                ? "control" : plan.treatments.contains(arm.name) ? "treatment" : ""
            table.add(arm.name, arm.words, role)
        }
        return table.text
    }

    private var paths: String {
        var table = Table("PATH", "IS")
        for path in plan.paths { table.add(path.name, path.value.words.joined(separator: " ")) }
        return table.text
    }

    private var loads: String {
        var table = Table("LOAD", "TIME", "PART", "IS")
        for load in plan.loads {
            let parts =
                load.value.parts.map { ($0.name, PlanShown.words(of: $0)) }
                + load.value.tasks.map { ($0.name, $0.words.joined(separator: " ")) }
            for (place, part) in parts.enumerated() {
                table.add(
                    place == 0 ? load.name : "", place == 0 ? load.value.time.text : "",
                    part.0, part.1)
            }
        }
        return table.text
    }

    private static func words(of part: Load.Part) -> String {
        let rest = part.words.filter { !$0.hasPrefix("netperf=") }
        return ([part.test.rawValue] + rest).joined(separator: " ")
    }

    private var terms: String {
        let secondary = plan.metrics.secondary.map(\.description).joined(separator: ", ")
        let warmUp = plan.warmUp == .zero ? "" : "; the first \(plan.warmUp.text) are not looked at"
        var lines = [
            "design: \(plan.design.words)",
            "judged by: \(plan.metrics.primary)" + (secondary.isEmpty ? "" : "; also \(secondary)")
                + warmUp,
            "rounds: \(plan.rounds) of \(plan.runsPerRound == 1 ? "one run" : "\(plan.runsPerRound) runs"), in an order drawn from seed "
                + "\(plan.seed)",
        ]
        if let rule = plan.stopping {
            lines.append("until: \(rule.until), after \(rule.mostRounds) rounds at most")
        }
        if isDeterministic {
            lines.append("deterministic: \(DeterministicLimits.words); asked: \(highestRate)")
        }
        lines.append("time: \(time(plan.rounds))")
        if let rule = plan.stopping { lines.append("time at most: \(time(rule.mostRounds))") }
        let foresight = plan.foresight(of: plan.rounds)
        lines.append("can see: \(foresight.words(spread: spread?.value))")
        lines += precedents.map { "can see: \($0.words(foresight))" }
        return lines.joined(separator: "\n")
    }

    private var highestRate: String {
        let rates = plan.paths.compactMap { $0.value.rate }.map { max($0.forth, $0.back) }
        return rates.max().map { "\($0) at most" } ?? "none"
    }

    private func time(_ rounds: Int) -> String {
        "\(plan.time(of: rounds, overhead: overhead).words), "
            + "of which \((plan.measuredTimePerRound * rounds).words) are measured "
            + "(\(overhead.text) a run beside)"
    }

    private var order: String {
        var table = Table("ROUND", "PATH", "LOAD", "IN THIS ORDER", numeric: [0])
        for round in 0..<plan.rounds {
            var rest = plan.runs(inRound: round)[...]
            var isFirst = true
            while let run = rest.first {
                let cell = rest.prefix { $0.path == run.path && $0.load == run.load }
                rest = rest.dropFirst(cell.count)
                table.add(
                    isFirst ? "\(round + 1)" : "", run.path, run.load,
                    cell.map(\.turn.words).joined(separator: ", "))
                isFirst = false
            }
        }
        return table.text
    }

    private static func withoutEnd(_ text: String) -> String {
        String(text.reversed().drop { $0.isNewline }.reversed())
    }
}

extension PlanShown {
    var json: JSON {
        [
            "title": JSON(plan.title), "plan": JSON(plan.canonicalText),
            "sha256": JSON(Digest(of: Array(plan.canonicalText.utf8)).hexadecimal),
            "arms": .array(
                plan.arms.map { ["arm": JSON($0.name), "is": JSON($0.words)] }),
            "control": JSON(plan.control), "treatments": JSON(plan.treatments),
            "paths": .array(
                plan.paths.map { ["path": JSON($0.name), "words": JSON($0.value.words)] }),
            "loads": .array(
                plan.loads.map { load in
                    [
                        "load": JSON(load.name), "seconds": JSON(load.value.time.inSeconds),
                        "primary": JSON(plan.primaryMeasure(of: load.value)?.description),
                        "secondary": JSON(
                            plan.secondaryMeasures(of: load.value).map(\.description)),
                    ]
                }),
            "design": JSON(plan.design.name), "rounds": JSON(plan.rounds),
            "most_rounds": JSON(plan.mostRounds), "runs_per_round": JSON(plan.runsPerRound),
            "measured_seconds": JSON((plan.measuredTimePerRound * plan.rounds).inSeconds),
            "seconds": JSON(plan.time(of: plan.rounds, overhead: overhead).inSeconds),
            "deterministic": JSON(isDeterministic),
            "highest_rate_in_deterministic_machines": JSON(
                "\(DeterministicLimits.highestRate)"),
            "smallest_difference_in_spreads": JSON(
                plan.foresight(of: plan.rounds).smallestDifference),
            "precedents": .array(precedents.map(json)),
            "runs": .array((0..<plan.rounds).flatMap(plan.runs(inRound:)).map(json)),
        ]
    }

    private func json(_ precedent: Precedent) -> JSON {
        [
            "measure": JSON(precedent.measure.description), "arm": JSON(precedent.arm),
            "path": JSON(precedent.path), "load": JSON(precedent.load),
            "spread": JSON(precedent.spread),
            "smallest_difference": JSON(
                precedent.smallestDifference(plan.foresight(of: plan.rounds))),
        ]
    }

    private func json(_ run: PlannedRun) -> JSON {
        [
            "round": JSON(run.round + 1), "place": JSON(run.place + 1), "path": JSON(run.path),
            "load": JSON(run.load), "arm": JSON(run.arm(of: plan)), "share": JSON(run.share),
            "turn": JSON(run.turn.words), "seed": JSON(String(run.seed)),
        ]
    }
}

extension Arm {
    /// What it is, in words.
    var words: String {
        var words: [String]
        let isScheduler = hook == .scheduler
        switch algorithm {
        case .kernel(let name):
            words = [isScheduler ? "the kernel's own scheduler" : "the kernel's \(name)"]
        case .extension(let word, let knobs, _):
            words =
                [isScheduler ? "scheduler \(word)" : "extension \(word)"]
                + knobs.map { "\($0.name)=\($0.value)" }
        }
        if usesECN { words.append("ecn") }
        if connections > 1 { words.append("\(connections) connections a flow") }
        return (words + sysctls.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
    }
}

extension Design {
    fileprivate var words: String {
        switch self {
        case .alone: "each arm alone on its path"
        case .aa: "the same arm twice"
        case .together(let together):
            "\(together.treatment) on "
                + together.shares.map(\.description).joined(separator: ", ") + " of the flows"
        case .switchback(let switchback):
            "the arms take turns under live traffic, \(switchback.block.text) each (more or less "
                + "by \(switchback.jitter)), the first \(switchback.washOut.text) not looked at"
        }
    }
}

extension PlannedRun.Turn {
    /// What is in place: an arm, a share, or arms with the times at which they end.
    fileprivate var words: String {
        switch self {
        case .alone(let arm): arm
        case .together(let mixture): "\(mixture.share)"
        case .switchback(let blocks):
            blocks.map { block in
                let tenths = Int((block.end.inSeconds * 10).rounded())
                return "\(block.arm) to \(tenths / 10).\(tenths % 10)s"
            }.joined(separator: ", ")
        }
    }
}
