// SPDX-License-Identifier: Apache-2.0
extension RelayFigures {
    /// What was done after `earlier`, of the same relay.
    ///
    /// The longest lateness and the packets held now are not differences: they stay.
    public func since(_ earlier: RelayFigures) -> RelayFigures {
        RelayFigures(
            lines: zip(lines, earlier.lines).map { $0.since($1) }, runsFirst: runsFirst,
            processorTime: processorTime - earlier.processorTime)
    }

    private init(lines: [LineFigures], runsFirst: Bool, processorTime: Duration) {
        self.lines = lines
        self.runsFirst = runsFirst
        self.processorTime = processorTime
    }
}

extension LineFigures {
    fileprivate func since(_ earlier: LineFigures) -> LineFigures {
        LineFigures(
            packets: packets - earlier.packets, bytes: bytes - earlier.bytes,
            lost: lost - earlier.lost, full: full - earlier.full,
            untold: untold - earlier.untold, overflows: overflows - earlier.overflows,
            refusals: refusals - earlier.refusals, held: held,
            lateness: lateness.since(earlier.lateness))
    }
}

extension Lateness {
    fileprivate func since(_ earlier: Lateness) -> Lateness {
        Lateness(counts: zip(counts, earlier.counts).map { $0 - $1 }, longest: longest)
    }
}
