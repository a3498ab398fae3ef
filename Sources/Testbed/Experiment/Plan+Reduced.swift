// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Plan {
    /// A plan of one round with no other arm than that of a run which has its path alone, and the
    /// run's place in it; nil of any other run. Arms that are alike come to the same text.
    func reduced(to run: PlannedRun) -> (plan: Plan, place: Int)? {
        guard case .alone(let name) = run.turn, var arm = arm(name),
            loads.allSatisfy({ $0.value.armNames.isEmpty })
        else { return nil }
        var plan = self
        (plan.title, plan.about, plan.seed) = ("one run", "", run.seed)
        // A plan compares, so there are two; the second never runs.
        (plan.rounds, plan.stopping, plan.design) = (1, nil, .aa)
        arm.name = "arm"
        var again = arm
        again.name = "arm again"
        (plan.arms, plan.control) = ([arm, again], arm.name)
        let place = plan.runs(inRound: 0).first {
            $0.path == run.path && $0.load == run.load && $0.turn == .alone(arm.name)
        }?.place
        return place.map { (plan, $0) }
    }
}
