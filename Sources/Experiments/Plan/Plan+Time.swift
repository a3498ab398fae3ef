// SPDX-License-Identifier: Apache-2.0
extension Plan {
    /// What is measured in one round, all runs together.
    public var measuredTimePerRound: Duration {
        let loadTime = loads.reduce(Duration.zero) { $0 + $1.value.time }
        return loadTime * (runsPerRound / max(loads.count, 1))
    }

    /// How long so many rounds take, with so much for each run to be set up and taken out.
    public func time(of rounds: Int, overhead: Duration) -> Duration {
        (measuredTimePerRound + overhead * runsPerRound) * rounds
    }

    /// What so many rounds can see, on each path and under each load.
    public func foresight(of rounds: Int) -> Foresight {
        guard case .switchback(let switchback) = design else { return Foresight(rounds: rounds) }
        let pairs = loads.map { self.pairs(switchback, in: $0.value.time) }.min() ?? 0
        return Foresight(pairsOfBlocks: rounds * pairs)
    }
}

extension Duration {
    /// To people: `45 s`, `12 min`, `2 h 5 min`.
    public var words: String {
        let seconds = Int(inSeconds.rounded())
        if seconds < 90 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        return minutes < 90 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
