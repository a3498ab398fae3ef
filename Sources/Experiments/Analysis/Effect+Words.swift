// SPDX-License-Identifier: Apache-2.0
import Statistics

extension Effect {
    /// The verdict as a sentence: `mine is better by 2.10 to 3.42 % (median 2.84 %)`.
    public var words: String {
        switch verdict {
        case .better(let range): told("better", by: range)
        case .worse(let range): told("worse", by: range)
        case .different(let range): told(range.lowerBound > 0 ? "higher" : "lower", by: range)
        case .noDifferenceSeen(let range, let smallest):
            noDifference(range, Figures.text(difference: smallest, of: measure.metric))
        case .tooFewRounds(let have, let need):
            "too few \(unitOfEvidence): \(have), and \(need) are needed"
        }
    }

    private func told(_ word: String, by range: ClosedRange<Double>) -> String {
        let ends = [abs(range.lowerBound), abs(range.upperBound)].sorted()
        let amount = Figures.text(difference: ends[0]...ends[1], of: measure.metric)
        let point = Figures.text(difference: abs(estimate?.point ?? .nan), of: measure.metric)
        return "\(arm) is \(word) by \(amount) (median \(point))"
    }

    private func noDifference(_ range: ClosedRange<Double>, _ smallest: String) -> String {
        // The interval alone would have it, the number of questions asked does not.
        let among = range.contains(0) ? "" : " among so many measures"
        return "no difference seen\(among) (could have seen \(smallest))"
    }

    private var unitOfEvidence: String {
        pairs.contains { $0.block != 0 } ? "pairs of turns" : "rounds"
    }
}
