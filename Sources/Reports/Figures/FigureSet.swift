// SPDX-License-Identifier: Apache-2.0
import Experiments

/// All figures of a report, by what they show, in the order in which they are read.
struct FigureSet: Sendable {
    private(set) var groups: [Group] = []

    struct Group: Sendable {
        var kind: Kind
        var figures: [Figure]
    }

    enum Kind: String, CaseIterable, Sendable {
        case effects, interference, sweep, scatter, rounds, latency, roundTrips, time, shares

        var title: String {
            switch self {
            case .effects: "Effects"
            case .interference: "Naive claims and true effects"
            case .sweep: "By the value of a knob"
            case .scatter: "Throughput against delay"
            case .rounds: "Round by round"
            case .latency: "Latency of transactions"
            case .roundTrips: "Round-trip times"
            case .time: "Over time"
            case .shares: "Shares of the flows"
            }
        }
    }

    init(_ input: ReportInput, _ gathering: Gathering) {
        for kind in Kind.allCases {
            let figures = FigureSet.figures(kind, input, gathering)
            if !figures.isEmpty { groups.append(Group(kind: kind, figures: figures)) }
        }
        nameApart()
    }

    /// The primary measures; where none is called so, the first.
    static func leading(_ input: ReportInput) -> [Measure] {
        let primary = input.measures.filter { measure in
            input.effects.contains { $0.isPrimary && $0.measure == measure }
        }
        return primary.isEmpty ? Array(input.measures.prefix(1)) : primary
    }

    private static func figures(
        _ kind: Kind, _ input: ReportInput, _ gathering: Gathering
    ) -> [Figure] {
        let leading = leading(input)
        switch kind {
        case .effects:
            return ForestFigure.all(input)
        case .interference:
            return input.interference.compactMap { InterferenceFigure($0, of: input)?.figure }
        case .sweep:
            return Sweep.all(in: input.arms).flatMap { sweep in
                each(input.cells, leading) { SweepFigure(sweep, $1, in: $0, of: input)?.figure }
            }
        case .scatter:
            return input.cells.compactMap { ScatterFigure(in: $0, of: input)?.figure }
        case .rounds:
            return each(input.cells, leading) { PairedFigure($1, in: $0, of: input)?.figure }
        case .latency, .roundTrips, .time, .shares: return sampled(kind, input, gathering)
        }
    }

    private static func each(
        _ cells: [Cell], _ measures: [Measure], _ make: (Cell, Measure) -> Figure?
    ) -> [Figure] {
        cells.flatMap { cell in measures.compactMap { make(cell, $0) } }
    }

    /// Those that are made from samples.
    private static func sampled(
        _ kind: Kind, _ input: ReportInput, _ gathering: Gathering
    ) -> [Figure] {
        let singles = singles(input, gathering)
        return input.cells.flatMap { cell -> [Figure] in
            guard let gathered = gathering.cells[cell] else { return [] }
            switch kind {
            case .latency, .roundTrips:
                let what = kind == .latency ? DistributionFigure.Kind.transactions : .roundTrips
                return [DistributionFigure(what, in: cell, gathered, of: input)?.figure]
                    .compactMap { $0 }
            case .shares:
                let figure = ShareFigure(in: cell, gathered, of: input) { run, flow in
                    input.flowArms[run.number]?[flow]
                }
                return [figure?.figure].compactMap { $0 }
            default:
                return Quantity.allCases.compactMap {
                    TimeFigure($0, in: cell, gathered, of: input, singles: singles)?.figure
                }
            }
        }
    }

    /// Single runs behind the bands, as many as the page has room for.
    private static func singles(_ input: ReportInput, _ gathering: Gathering) -> Int {
        let bands = gathering.cells.values.reduce(0) { $0 + $1.arms.count }
        return max(1, min(15, 72 / max(1, bands)))
    }

    /// Names that differ in signs alone would be one file.
    private mutating func nameApart() {
        var seen: [String: Int] = [:]
        for group in groups.indices {
            for place in groups[group].figures.indices {
                let name = groups[group].figures[place].name
                seen[name, default: 0] += 1
                if let count = seen[name], count > 1 {
                    groups[group].figures[place].name = "\(name)-\(count)"
                }
            }
        }
    }
}
