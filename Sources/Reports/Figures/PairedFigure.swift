// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Both sides of every round, joined: what the estimate was made from.
struct PairedFigure {
    let input: ReportInput
    let cell: Cell
    let measure: Measure
    private let effects: [Effect]
    /// More rounds than this are drawn in groups.
    private static let mostRounds = 90

    init?(_ measure: Measure, in cell: Cell, of input: ReportInput) {
        effects = input.effects.filter {
            $0.measure == measure && $0.path == cell.path && $0.load == cell.load
                && !$0.pairs.isEmpty
        }
        guard !effects.isEmpty else { return nil }
        (self.input, self.cell, self.measure) = (input, cell, measure)
    }

    /// One arm's values by round, or by pair of turns where arms took turns within a run.
    private struct Series {
        var look: Look
        var values: [(round: Int, value: Double)]
    }

    private var takesTurns: Bool { effects.contains { $0.pairs.contains { $0.block != 0 } } }

    /// Where on the axis the pairs of an effect stand, from 0.
    private func places(of pairs: [Effect.Pair]) -> [Int] {
        takesTurns ? Array(pairs.indices) : pairs.map(\.round)
    }

    private var unit: String { takesTurns ? "pair of turns" : "round" }

    private var series: [Series] {
        var control: [Int: Double] = [:]
        for effect in effects {
            for (place, pair) in zip(places(of: effect.pairs), effect.pairs) {
                control[place] = pair.control
            }
        }
        let first = Series(
            look: input.look(of: effects[0].control),
            values: control.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let others = effects.map { effect in
            Series(
                look: input.look(of: effect.arm),
                values: zip(places(of: effect.pairs), effect.pairs).map { ($0, $1.treatment) })
        }
        return ([first] + others).sorted { $0.look.place < $1.look.place }
    }

    var figure: Figure {
        var figure = whole
        figure.shortTitle = cell.title + ": " + measure.metric.words
        return figure
    }

    private var whole: Figure {
        let series = series
        let rounds = Array(Set(series.flatMap { $0.values.map(\.round) })).sorted()
        let values = series.flatMap { $0.values.map(\.value) }
        let name = "\(cell.title): \(measure.words), round by round"
        let plot = Plot(
            x: roundAxis(rounds),
            y: Axis(.linear(values), measure.metric.words, measure.metric.unit))
        let isGrouped = rounds.count > PairedFigure.mostRounds
        return Figure(
            "rounds-\(cell.slug)-\(Markup.slug(measure.description))", title: name,
            caption: caption(isGrouped), basis: basis(rounds.count),
            size: (plot.width, plot.height),
            looks: series.map(\.look), table: table(series, rounds)
        ) { canvas in
            plot.drawAxes(on: &canvas)
            if isGrouped {
                drawGroups(series, rounds, plot, on: &canvas)
            } else {
                draw(series, rounds, plot, on: &canvas)
            }
        }
    }

    private func basis(_ count: Int) -> String {
        takesTurns
            ? "\(counted(count, "pair of turns", "pairs of turns"))."
            : "\(counted(count, "round"))."
    }

    private func roundAxis(_ rounds: [Int]) -> Axis {
        let first = Double((rounds.first ?? 0) + 1) - 0.5
        let last = Double((rounds.last ?? 0) + 1) + 0.5
        let step = max(1, Ticks.step(first...last, count: 8))
        let ticks = Ticks.linear(first...last, count: max(1, Int((last - first) / step)))
        return Axis(
            .linear(first...last), unit,
            ticks.filter { $0 == $0.rounded() }.map {
                Axis.Tick(value: $0, label: String(Int($0)))
            })
    }

    private func caption(_ isGrouped: Bool) -> String {
        let drawn =
            isGrouped
            ? "Rounds in groups: a bar from the least to the greatest value, a mark at the median."
            : "Each round's valid runs, joined by a line."
        let direction = measure.metric.direction.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return drawn + (direction.map { " \($0)." } ?? "")
    }

    private func table(_ series: [Series], _ rounds: [Int]) -> Table {
        var table = Table(["#\(unit)"] + series.map { "#\($0.look.name)" })
        let columns = series.map { one in
            Dictionary(one.values.map { ($0.round, $0.value) }) { first, _ in first }
        }
        table.rows = rounds.prefix(Figure.mostTableRows).map { round in
            ["\(round + 1)"]
                + columns.map { column in
                    column[round].map { Amount.text($0, measure.metric.unit) } ?? "–"
                }
        }
        return table
    }

    private func draw(
        _ series: [Series], _ rounds: [Int], _ plot: Plot, on canvas: inout Canvas
    ) {
        var links = PathText(through: [])
        for round in rounds {
            let values = series.compactMap { one in one.values.first { $0.round == round }?.value }
                .filter(\.isFinite)
            guard let low = values.min(), let high = values.max(), low < high,
                let from = plot.point(Double(round + 1), low),
                let to = plot.point(Double(round + 1), high)
            else { continue }
            links.move(from)
            links.line(to)
        }
        canvas.path(links, "link")
        let radius = rounds.count > 40 ? 3.0 : 4.4
        for one in series {
            for (round, value) in one.values {
                guard let point = plot.point(Double(round + 1), value) else { continue }
                canvas.mark(
                    one.look.mark, at: point, radius: radius, "mark \(one.look.style)",
                    tip: "\(unit) \(round + 1), \(one.look.name): "
                        + Amount.text(value, measure.metric.unit))
            }
        }
    }

    private func drawGroups(
        _ series: [Series], _ rounds: [Int], _ plot: Plot, on canvas: inout Canvas
    ) {
        let size = (rounds.count + PairedFigure.mostRounds / 2 - 1) / (PairedFigure.mostRounds / 2)
        for (place, one) in series.enumerated() {
            let sorted = one.values.sorted { $0.round < $1.round }
            for start in stride(from: 0, to: sorted.count, by: size) {
                let group = sorted[start..<min(start + size, sorted.count)]
                guard let spread = Spread(group.map(\.value)), let first = group.first,
                    let last = group.last
                else { continue }
                let middle = Double(first.round + last.round) / 2 + 1
                draw(spread, at: middle, Double(place) * 2.5, one.look, plot, on: &canvas)
            }
        }
    }

    private func draw(
        _ spread: Spread, at round: Double, _ aside: Double, _ look: Look, _ plot: Plot,
        on canvas: inout Canvas
    ) {
        guard var low = plot.point(round, spread.least),
            var high = plot.point(round, spread.greatest),
            var middle = plot.point(round, spread.median)
        else { return }
        low.x += aside
        high.x += aside
        middle.x += aside
        canvas.line(low, high, "whisker \(look.style)")
        canvas.mark(look.mark, at: middle, radius: 2.4, "mark \(look.style)")
    }
}

extension Figure {
    /// A table of more rows is no longer read; the CSV has them all.
    static let mostTableRows = 200
}
