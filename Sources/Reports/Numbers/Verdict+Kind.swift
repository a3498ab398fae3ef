// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Verdict {
    var kind: Kind {
        switch self {
        case .better: .better
        case .worse: .worse
        case .different: .different
        case .noDifferenceSeen: .none
        case .tooFewRounds: .few
        }
    }

    /// What kind it is, in a word that styles and machines can use.
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

        var words: String {
            switch self {
            case .better: "better"
            case .worse: "worse"
            case .different: "different"
            case .none: "no difference seen"
            case .few: "too few rounds"
            }
        }
    }
}

extension Effect {
    /// The verdict beside an effect and its interval, which need not be said again.
    var shortWords: String {
        switch verdict {
        case .better, .worse: verdict.kind.words
        case .different(let by): by.lowerBound > 0 ? "higher" : "lower"
        case .noDifferenceSeen, .tooFewRounds: words
        }
    }

    /// `1.20 to 3.40 %`, whatever the direction; nil of what has none.
    var amount: String? {
        switch verdict {
        case .better(let by), .worse(let by), .different(let by):
            let ends = [abs(by.lowerBound), abs(by.upperBound)].sorted()
            return Figures.text(difference: ends[0]...ends[1], of: measure.metric)
        case .noDifferenceSeen, .tooFewRounds: return nil
        }
    }
}
