// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Which share of round trips or transactions took no longer than so long, with room for the last few.
struct DistributionFigure {
    private let kind: Kind
    private let cell: Cell
    private let arms: [(look: Look, times: Distribution, runs: Int)]
    /// What is counted: rounds, or turns of arms that had several in each.
    private let one: String
    private static let shares = [0.5, 0.9, 0.99, 0.999, 0.9999]

    enum Kind { case roundTrips, transactions }

    init?(_ kind: Kind, in cell: Cell, _ gathered: CellGathering, of input: ReportInput) {
        self.kind = kind
        self.cell = cell
        let all = kind == .roundTrips ? gathered.roundTrips : gathered.transactions
        one = gathered.isByTurns ? "turn" : "round"
        arms = input.looks.compactMap { look in
            guard let times = all[look.name], times.total > 0 else { return nil }
            return (look, times, gathered.arms[look.name]?.count ?? 0)
        }
        guard !arms.isEmpty else { return nil }
    }

    var figure: Figure {
        var figure = whole
        figure.shortTitle = cell.title
        return figure
    }

    private var whole: Figure {
        let largest = arms.map(\.times.total).max() ?? 1
        let smallest = largest >= 100_000 ? 1e-5 : largest >= 10_000 ? 1e-4 : 1e-3
        let steps = arms.map(\.times.steps)
        let plot = Plot(
            x: Axis(.log(steps.flatMap { $0.map(\.seconds) }), words, .seconds, ticks: 4),
            y: shareAxis(smallest))
        return Figure(
            "\(kind == .roundTrips ? "roundtrip" : "latency")-\(cell.slug)",
            title: "\(cell.title): \(words), with its tail",
            caption: caption, basis: basis, size: (plot.width, plot.height),
            looks: arms.map(\.look),
            table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            for (arm, steps) in zip(arms, steps) { draw(arm, steps, plot, on: &canvas) }
        }
    }

    private func shareAxis(_ smallest: Double) -> Axis {
        let scale = AxisScale.tail(smallest: smallest)
        return Axis(
            scale, kind == .roundTrips ? "share of samples at or below" : "share of transactions",
            scale.ticks().map { Axis.Tick(value: $0, label: DistributionFigure.percent($0)) })
    }

    /// `99.99 %`, however many nines.
    private static func percent(_ share: Double) -> String {
        let rest = 1 - share
        let decimals = rest >= 0.0099 ? 0 : max(0, -Amount.exponent(of: rest * 1.001) - 2)
        return "\(Amount.fixed(share * 100, decimals)) %"
    }

    private var caption: String {
        let what =
            kind == .roundTrips
            ? "Smoothed round-trip time as the sender's socket had it, all samples"
            : "Time from question to answer, all transactions"
        return
            "\(what) of all \(one)s together. Upwards each line of the grid is ten times rarer; marks at 50, 90, 99 % "
            + "and on."
    }

    private var words: String { kind == .roundTrips ? "round-trip time" : "latency" }
    private var unit: String { kind == .roundTrips ? "samples" : "transactions" }

    private var basis: String {
        let samples = arms.map {
            "\($0.look.name): \(Amount.grouped($0.times.total)) \(unit) of "
                + counted($0.runs, one)
        }
        return samples.joined(separator: "; ") + "."
    }

    private var table: Table {
        var table = Table(["share"] + arms.map { "#\($0.look.name)" })
        table.rows = DistributionFigure.shares.map { share in
            [DistributionFigure.percent(share)]
                + arms.map { $0.times.quantile(share).map { Amount.text($0, .seconds) } ?? "–" }
        }
        return table
    }

    private func draw(
        _ arm: (look: Look, times: Distribution, runs: Int),
        _ steps: [(seconds: Double, share: Double)], _ plot: Plot, on canvas: inout Canvas
    ) {
        let points = steps.map { plot.point($0.seconds, $0.share) }
        canvas.path(
            PathText(through: [steps.first.flatMap { plot.point($0.seconds, 0) }] + points),
            "line \(arm.look.style)")
        for share in DistributionFigure.shares {
            guard let value = arm.times.quantile(share), let point = plot.point(value, share)
            else { continue }
            let words =
                "\(DistributionFigure.percent(share)) at most \(Amount.text(value, .seconds))"
            canvas.mark(
                arm.look.mark, at: point, radius: 4, "mark \(arm.look.style)",
                tip: "\(arm.look.name): \(words)")
        }
    }
}
