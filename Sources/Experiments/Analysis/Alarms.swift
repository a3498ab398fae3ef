// SPDX-License-Identifier: Apache-2.0

/// How often an experiment in which nothing differs says that something does.
///
/// Of the same arm twice: all effects that it is known not to have. One in twenty of the primary
/// ones may show a difference at 95 %; more of them, over many effects, mean that rounds are not
/// independent, or that the order within a round matters.
public struct Alarms: Equatable, Sendable {
    /// Effects with an interval.
    public var effects: Int
    /// Those whose interval leaves out zero, without any correction for their number.
    public var alarms: Int
    /// What chance would give, at most.
    public var expected: Double
    /// The largest of what these rounds could not have seen: the noise, on each metric's scale.
    public var noise: [Measure: Double]

    public init(of effects: [Effect]) {
        let judged = effects.filter { $0.estimate != nil }
        self.effects = judged.count
        alarms = judged.count(where: \.excludesZero)
        expected = judged.reduce(0) { $0 + 1 - ($1.estimate?.confidence ?? 1) }
        noise = [:]
        for effect in judged {
            noise[effect.measure] = max(
                noise[effect.measure] ?? 0, effect.smallestDetectable ?? 0)
        }
    }

    public var words: String {
        "\(alarms) of \(effects) intervals leave out zero; chance alone gives "
            + "\(Figures.number(expected)) or fewer on average"
    }
}
