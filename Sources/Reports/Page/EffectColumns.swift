// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Which columns a table of effects needs: what is the same in all rows is in its heading.
struct EffectColumns {
    let hasProbability: Bool
    private let hasMeasures: Bool
    private let hasArms: Bool
    private let input: ReportInput
    private let arm: String

    init(_ effects: [Effect], _ input: ReportInput) {
        hasProbability = effects.contains { $0.probability != nil && !$0.isPrimary }
        let places = Set(effects.map { [$0.path, $0.load, $0.arm] })
        hasMeasures =
            Set(effects.map(\.measure.metric)).count > 1 || places.count < effects.count
        hasArms = input.arms.count != 2 || Set(effects.map(\.arm)).count != 1
        arm = hasArms ? "Arm’s" : effects.first?.arm ?? ""
        self.input = input
    }

    var columns: [Table.Column] {
        var names = ["Path", "Load"]
        if hasMeasures { names.append("Measure") }
        if hasArms { names.append("Arm") }
        names += ["#Change", "#Interval"]
        if hasProbability { names.append("#p") }
        return Table(names + ["Verdict", "#" + input.control, "#" + arm, "#Rounds"]).columns
    }

    func names(of effect: Effect) -> [String] {
        var names = [effect.path, effect.load]
        if hasMeasures { names.append(effect.measure.words) }
        if hasArms { names.append(effect.arm) }
        return names
    }
}
