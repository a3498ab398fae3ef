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
