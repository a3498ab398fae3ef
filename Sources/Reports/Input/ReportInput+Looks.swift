// SPDX-License-Identifier: Apache-2.0
import Experiments

extension ReportInput {
    /// The arm's place, which decides what it looks like; a name that is no arm comes last.
    func place(of arm: String) -> Int { arms.firstIndex { $0.name == arm } ?? arms.count }

    func look(of arm: String) -> Look { Look(place: place(of: arm), name: arm) }

    var looks: [Look] { arms.enumerated().map { Look(place: $0, name: $1.name) } }

    /// Every path with every load, in the order of the plan; then what only the runs name.
    var cells: [Cell] {
        var cells = paths.flatMap { path in loads.map { Cell(path: path.name, load: $0.name) } }
        var known = Set(cells)
        for run in runs {
            let cell = Cell(path: run.path, load: run.load)
            if known.insert(cell).inserted { cells.append(cell) }
        }
        return cells
    }

    /// By path and load in the order of the plan, and else as they came.
    func sorted(_ effects: [Effect]) -> [Effect] {
        let places = Dictionary(
            cells.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let keyed = effects.enumerated().map { place, effect in
            (places[Cell(path: effect.path, load: effect.load)] ?? places.count, place, effect)
        }
        return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// Its measures: primary ones first, then in the order in which effects have them.
    var measures: [Measure] {
        var measures: [Measure] = []
        for effect in effects.filter(\.isPrimary) + effects where !measures.contains(effect.measure)
        {
            measures.append(effect.measure)
        }
        return measures
    }

    /// The share of the flows' arm: where all had the same, whose flows they were.
    func soleArm(of run: RunSummary) -> String? {
        guard let share = run.share else { return run.blocks.isEmpty ? run.arm : nil }
        return share == 0 ? control : share == 1 ? run.arm : nil
    }
}

/// An arm as it looks in every figure.
struct Look: Equatable, Sendable {
    var place: Int
    var name: String

    var mark: Mark { Mark(arm: place) }
    var style: String { Palette.name(place) }
}

/// A path under a load.
struct Cell: Hashable, Sendable {
    var path: String
    var load: String

    var title: String { "\(path), \(load)" }
    var slug: String { "\(Markup.slug(path))-\(Markup.slug(load))" }
}
