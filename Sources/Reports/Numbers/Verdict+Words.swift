// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

extension Verdict {
    /// `better by 1.20 to 3.40 %`, `no difference seen (could have seen 1.40 %)`.
    func words(of metric: Metric) -> String {
        switch self {
        case .better(let by): "better by \(Verdict.amount(by, metric))"
        case .worse(let by): "worse by \(Verdict.amount(by, metric))"
        case .different(let by):
            "different by \(Change([by.lowerBound, by.upperBound], of: metric).text(by))"
        case .noDifferenceSeen(_, let smallest):
            "no difference seen (could have seen \(Change([smallest], of: metric).text(smallest)))"
        case .tooFewRounds(let have, let need): "too few rounds (\(have) of \(need))"
        }
    }

    /// How far, whatever the direction: the words better and worse have it already.
    private static func amount(_ range: ClosedRange<Double>, _ metric: Metric) -> String {
        let (low, high) = (abs(range.lowerBound), abs(range.upperBound))
        return Change([low, high], of: metric).text(min(low, high)...max(low, high))
    }

    /// What kind it is, in a word that styles and machines can use.
    var kind: Kind {
        switch self {
        case .better: .better
        case .worse: .worse
        case .different: .different
        case .noDifferenceSeen: .none
        case .tooFewRounds: .few
        }
    }

    enum Kind: String, CaseIterable, Sendable {
        case better, worse, different, none, few

        /// Seen before the words are read, and without colour.
        var sign: String {
            switch self {
            case .better: "▲"
            case .worse: "▼"
            case .different: "◆"
            case .none: "○"
            case .few: "…"
            }
        }
    }
}
