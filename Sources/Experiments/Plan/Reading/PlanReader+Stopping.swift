// SPDX-License-Identifier: Apache-2.0
import Spelling

extension PlanReader {
    mutating func stopping(_ counts: Counts, _ plan: Plan) -> StoppingRule? {
        guard counts.saysUntil else {
            if counts.mostRounds != nil {
                complain(
                    "max_rounds", "without \"until\" there are as many rounds as \"rounds\" says",
                    at: root["max_rounds"]?.place)
            }
            return nil
        }
        if root["max_rounds"] == nil {
            complain(
                "until", "it may never come to that; say \"max_rounds\", too",
                at: root["until"]?.place)
        }
        guard let text = counts.until, let most = counts.mostRounds else { return nil }
        if most < plan.rounds {
            complain(
                "max_rounds", "\(most) is less than rounds, \(plan.rounds)",
                at: root["max_rounds"]?.place)
        }
        do throws(Misreading) {
            let until = try Until(
                parsing: text, primary: plan.metrics.primary, parts: plan.partNames)
            return StoppingRule(until, mostRounds: most)
        } catch {
            complain("until", "\(error)", at: root["until"]?.place)
            return nil
        }
    }
}
