// SPDX-License-Identifier: Apache-2.0
import Statistics

extension Plan {
    /// What its results are to answer.
    public var question: Question {
        Question(
            control: control, arms: treatments, paths: paths.map(\.name),
            loads: loads.map(\.name), primary: metrics.primary, secondary: metrics.secondary,
            looks: looks, seed: seed)
    }

    /// When its results are looked at before the last round; nil where the rounds are fixed.
    public var looks: Looks? { stopping.map { _ in Looks(first: rounds, most: mostRounds) } }
}
