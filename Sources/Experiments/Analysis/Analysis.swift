// SPDX-License-Identifier: Apache-2.0

/// What all runs of an experiment allow us to say.
///
/// Which runs speak to what shows by themselves: those with blocks switched between arms, those
/// with a share had several arms on one path, and in all others each arm was alone. Each is made
/// by rounds, so an experiment that has not ended can be asked too.
public struct Analysis: Equatable, Sendable {
    public var question: Question
    /// What each arm did when all had it, or by turns: by measure (the primary ones first), path,
    /// load and arm, in the order of the question.
    public var effects: [Effect]
    /// Where arms shared a path.
    public var interferences: [Interference]
    /// Runs by how they ended.
    public var tallies: [Tally]

    public init(of runs: [RunSummary], _ question: Question) {
        let latest = Rounds(runs)
        self.question = question
        tallies = Tally.all(of: runs, question)
        effects = Analysis.effects(of: latest, question)
        interferences = Analysis.interferences(of: latest, question)
        Analysis.correct(&effects, question)
    }

    public var primary: [Effect] { effects.filter(\.isPrimary) }
    public var secondary: [Effect] { effects.filter { !$0.isPrimary } }

    private static func effects(of rounds: Rounds, _ question: Question) -> [Effect] {
        let measured = Dictionary(
            grouping: rounds.runs.filter { $0.share == nil }, by: \.turn.place
        ).mapValues { Set($0.flatMap(\.measures)) }
        let all = measured.values.reduce(into: Set()) { $0.formUnion($1) }
        return question.asked(of: all).flatMap { measure, isPrimary in
            question.places.filter { measured[$0]?.contains(measure) ?? false }.flatMap { place in
                question.arms.map { arm in
                    let pairs =
                        rounds.pairs(of: measure, arm, against: question.control, at: place)
                        + rounds.blockPairs(of: measure, arm, against: question.control, at: place)
                    return Effect(
                        of: pairs, measure, arm: arm, question, at: place, isPrimary: isPrimary)
                }
            }
        }
    }

    private static func interferences(of rounds: Rounds, _ question: Question) -> [Interference] {
        let shared = rounds.runs.filter { $0.share != nil }
        let measures = Set(
            shared.flatMap { run in run.armValues.values.flatMap(\.keys) + run.values.keys })
        return question.asked(of: measures).flatMap { measure, isPrimary in
            question.places.flatMap { place in
                question.arms.compactMap { arm in
                    let here = shared.filter {
                        $0.arm == arm && $0.path == place.path && $0.load == place.load
                    }
                    return here.isEmpty
                        ? nil
                        : Interference(
                            of: here, measure, arm: arm, question, at: place, isPrimary: isPrimary)
                }
            }
        }
    }
}

/// One path under one load.
struct Place: Hashable {
    var path: String
    var load: String
}

extension RunSummary {
    /// All that was measured of an arm: of the whole run, or of its turns in it.
    fileprivate var measures: [Measure] {
        blocks.isEmpty ? Array(values.keys) : blocks.flatMap(\.values.keys)
    }
}

extension Question {
    var places: [Place] {
        paths.flatMap { path in loads.map { Place(path: path, load: $0) } }
    }
}
