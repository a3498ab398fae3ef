// SPDX-License-Identifier: Apache-2.0
import Draws

extension Plan {
    /// All runs in their order, up to the last round that there may be; made as they are
    /// asked for.
    ///
    /// The order of a round depends on the seed and on what is compared, and neither on how
    /// many rounds there are nor on those before it.
    public var runs: some Sequence<PlannedRun> {
        (0..<mostRounds).lazy.flatMap { runs(inRound: $0) }
    }

    /// How many runs a round has.
    public var runsPerRound: Int { paths.count * loads.count * turnsPerCell }

    /// The runs of one round, from 0, in their order.
    ///
    /// Paths come in an order drawn for the round, on each path the loads, and under each
    /// load the arms: what is compared with each other runs closest in time.
    public func runs(inRound round: Int) -> [PlannedRun] {
        var draws = draws(.order, round)
        var runs: [PlannedRun] = []
        var pathPlaces = Array(paths.indices)
        draws.shuffle(&pathPlaces)
        for path in pathPlaces {
            var loadPlaces = Array(loads.indices)
            draws.shuffle(&loadPlaces)
            for load in loadPlaces {
                let cell = path * loads.count + load
                var turns = turns(in: loads[load].value, round, cell)
                draws.shuffle(&turns)
                for turn in turns {
                    runs.append(
                        PlannedRun(
                            round: round, place: runs.count, path: paths[path].name,
                            load: loads[load].name, turn: turn, seed: seed(round, cell)))
                }
            }
        }
        return runs
    }

    private var turnsPerCell: Int {
        switch design {
        case .alone, .aa: arms.count
        case .together(let together): together.shares.count
        case .switchback: 1
        }
    }

    private func turns(in load: Load, _ round: Int, _ cell: Int) -> [PlannedRun.Turn] {
        switch design {
        case .alone, .aa: return arms.map { .alone($0.name) }
        case .together(let together):
            var draws = draws(.mixtures, round, cell)
            return together.shares.map { .together(mixture(together, $0, load, &draws)) }
        case .switchback(let switchback):
            var draws = draws(.blocks, round, cell)
            return [.switchback(blocks(switchback, load.time, &draws))]
        }
    }
}

extension Plan {
    /// What is drawn, each from series of its own, so that one more draw of one kind moves
    /// none of another.
    private enum Purpose: UInt64 { case order = 1, seeds, mixtures, blocks }

    private func draws(_ purpose: Purpose, _ round: Int, _ cell: Int = 0) -> Draws {
        let stream = purpose.rawValue << 56 | UInt64(round) << 24 | UInt64(cell)
        // Once more through the mill: series of one seed whose numbers lie close by each
        // other are close by each other, too.
        var draws = Draws(seed: seed, stream: stream)
        return Draws(seed: draws.next())
    }

    private func seed(_ round: Int, _ cell: Int) -> UInt64 {
        var draws = draws(.seeds, round, cell)
        return draws.next()
    }
}
