// SPDX-License-Identifier: Apache-2.0

/// The runs that count: of each place in the plan the latest attempt that was valid.
struct Rounds {
    let runs: [RunSummary]
    private let byTurn: [Turn: RunSummary]

    /// A run's place in the plan.
    struct Turn: Hashable {
        var round: Int
        var place: Place
        var arm: String
        var share: Double?
    }

    init(_ all: [RunSummary]) {
        var byTurn: [Turn: RunSummary] = [:]
        for run in all where run.outcome == .valid {
            if let other = byTurn[run.turn],
                (other.attempt, other.number) > (run.attempt, run.number)
            {
                continue
            }
            byTurn[run.turn] = run
        }
        self.byTurn = byTurn
        runs = byTurn.values.sorted { ($0.round, $0.number) < ($1.round, $1.number) }
    }

    /// Both sides of each round in which both arms had a valid run; a side that was not measured is
    /// no number.
    func pairs(
        of measure: Measure, _ arm: String, against control: String, at place: Place
    ) -> [Effect.Pair] {
        Set(runs.map(\.round)).sorted().compactMap { round in
            let treated = byTurn[Turn(round: round, place: place, arm: arm)]
            let controlled = byTurn[Turn(round: round, place: place, arm: control)]
            guard let treated, let controlled, treated.blocks.isEmpty, controlled.blocks.isEmpty
            else { return nil }
            return Effect.Pair(
                round: round, control: controlled.values[measure] ?? .nan,
                treatment: treated.values[measure] ?? .nan)
        }
    }

    /// Both sides of each pair of blocks, where arms took turns.
    func blockPairs(
        of measure: Measure, _ arm: String, against control: String, at place: Place
    ) -> [Effect.Pair] {
        runs.filter { $0.path == place.path && $0.load == place.load }.flatMap { run in
            Set(run.blocks.map(\.pair)).sorted().compactMap { number in
                let blocks = run.blocks.filter { $0.pair == number }
                guard let treated = blocks.first(where: { $0.arm == arm }),
                    let controlled = blocks.first(where: { $0.arm == control })
                else { return nil }
                return Effect.Pair(
                    round: run.round, block: number,
                    control: controlled.values[measure] ?? .nan,
                    treatment: treated.values[measure] ?? .nan)
            }
        }
    }
}

extension RunSummary {
    var turn: Rounds.Turn {
        Rounds.Turn(round: round, place: Place(path: path, load: load), arm: arm, share: share)
    }
}
