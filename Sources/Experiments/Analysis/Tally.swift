// SPDX-License-Identifier: Apache-2.0

/// How the runs of one arm on one path under one load ended, every attempt counted.
public struct Tally: Equatable, Sendable {
    public var arm: String
    public var path: String
    public var load: String
    public var valid = 0
    public var void = 0
    public var failed = 0
    /// Second and third attempts among them.
    public var repeated = 0
    /// Why runs were void or failed, each reason once, in the order that they came up in.
    public var reasons: [Reason] = []

    public struct Reason: Equatable, Sendable {
        public var words: String
        public var count: Int
    }

    public var runs: Int { valid + void + failed }

    static func all(of runs: [RunSummary], _ question: Question) -> [Tally] {
        let arms = [question.control] + question.arms
        return question.places.flatMap { place in
            arms.map { arm in
                var tally = Tally(arm: arm, path: place.path, load: place.load)
                for run in runs
                where run.arm == arm && run.path == place.path && run.load == place.load {
                    tally.count(run)
                }
                return tally
            }
        }
    }

    private mutating func count(_ run: RunSummary) {
        if run.attempt > 0 { repeated += 1 }
        switch run.outcome {
        case .valid: valid += 1
        case .void(let why):
            void += 1
            for reason in why { note("\(reason)") }
        case .failed(let words):
            failed += 1
            note(words)
        }
    }

    private mutating func note(_ words: String) {
        if let known = reasons.firstIndex(where: { $0.words == words }) {
            reasons[known].count += 1
        } else {
            reasons.append(Reason(words: words, count: 1))
        }
    }
}
