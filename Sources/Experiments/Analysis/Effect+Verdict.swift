// SPDX-License-Identifier: Apache-2.0
import Statistics

extension Effect {
    /// Judged by the interval alone; a secondary measure's must withstand Holm's correction too.
    func judged(_ question: Question) -> Verdict {
        guard let estimate else {
            let need = SignedRank.leastCount(confidence: question.confidenceOfEach)
            return .tooFewRounds(have: pairs.count, need: need)
        }
        let interval = estimate.interval
        let isBeyondChance = isPrimary || (probability ?? 1) <= 1 - question.confidenceOfEach
        guard excludesZero, isBeyondChance else {
            return .noDifferenceSeen(interval, smallestDetectable: smallestDetectable ?? .nan)
        }
        guard let better = measure.metric.better else { return .different(by: interval) }
        return (interval.lowerBound > 0) == (better == .more)
            ? .better(by: interval) : .worse(by: interval)
    }

    /// Whether the interval lies on one side of zero.
    public var excludesZero: Bool {
        estimate.map { !$0.interval.contains(0) } ?? false
    }
}

extension Analysis {
    /// Puts Holm's correction on the secondary measures of each arm, path and load.
    static func correct(_ effects: inout [Effect], _ question: Question) {
        var families: [[String]: [Int]] = [:]
        for (index, effect) in effects.enumerated()
        where !effect.isPrimary && effect.probability != nil {
            families[[effect.path, effect.load, effect.arm], default: []].append(index)
        }
        for family in families.values {
            let corrected = holm(family.map { effects[$0].probability ?? 1 })
            for (index, probability) in zip(family, corrected) {
                effects[index].probability = probability
                effects[index].verdict = effects[index].judged(question)
            }
        }
    }
}

extension Effect {
    /// Whether the verdict is that there is a difference.
    public var sawDifference: Bool {
        switch verdict {
        case .better, .worse, .different: true
        case .noDifferenceSeen, .tooFewRounds: false
        }
    }
}
