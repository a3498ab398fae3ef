// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Which share of the round trips took no longer than so long, with room for the last few.
struct RoundTripFigure {
    private let cell: Cell
    private let arms: [(look: Look, times: RoundTrips, runs: Int)]
    private static let shares = [0.5, 0.9, 0.99, 0.999, 0.9999]

    init?(in cell: Cell, _ gathered: CellGathering, of input: ReportInput) {
        self.cell = cell
        arms = input.looks.compactMap { look in
            guard let times = gathered.roundTrips[look.name], times.total > 0 else { return nil }
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
            x: Axis(.log(steps.flatMap { $0.map(\.seconds) }), "round-trip time", .seconds, ticks: 4),
            y: shareAxis(smallest))
        return Figure(
            "roundtrip-\(cell.slug)", title: "\(cell.title): round-trip time, with its tail",
            caption: caption, basis: basis, size: (plot.width, plot.height), looks: arms.map(\.look),
            table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            for (arm, steps) in zip(arms, steps) { draw(arm, steps, plot, on: &canvas) }
        }
    }

    private func shareAxis(_ smallest: Double) -> Axis {
        let scale = AxisScale.tail(smallest: smallest)
        return Axis(
            scale, "share of samples at or below",
            scale.ticks().map { Axis.Tick(value: $0, label: RoundTripFigure.percent($0)) })
    }

    /// `99.99 %`, however many nines.
    private static func percent(_ share: Double) -> String {
        let rest = 1 - share
        let decimals = rest >= 0.0099 ? 0 : max(0, -Amount.exponent(of: rest * 1.001) - 2)
        return "\(Amount.fixed(share * 100, decimals)) %"
    }

    private var caption: String {
        "Smoothed round-trip time as the sender's socket had it, all samples of all rounds "
            + "together. Upwards each line of the grid is ten times rarer; marks at 50, 90, 99 % "
            + "and on."
    }

    private var basis: String {
        let samples = arms.map {
            "\($0.look.name): \(Amount.grouped($0.times.total)) samples of "
                + counted($0.runs, "round")
        }
        return samples.joined(separator: "; ") + "."
    }

    private var table: Table {
        var table = Table(["share"] + arms.map { "#\($0.look.name)" })
        table.rows = RoundTripFigure.shares.map { share in
            [RoundTripFigure.percent(share)]
                + arms.map { $0.times.quantile(share).map { Amount.text($0, .seconds) } ?? "–" }
        }
        return table
    }

    private func draw(
        _ arm: (look: Look, times: RoundTrips, runs: Int),
        _ steps: [(seconds: Double, share: Double)], _ plot: Plot, on canvas: inout Canvas
    ) {
        let points = steps.map { plot.point($0.seconds, $0.share) }
        canvas.path(
            PathText(through: [steps.first.flatMap { plot.point($0.seconds, 0) }] + points),
            "line \(arm.look.style)")
        for share in RoundTripFigure.shares {
            guard let value = arm.times.quantile(share), let point = plot.point(value, share)
            else { continue }
            let words = "\(RoundTripFigure.percent(share)) at most \(Amount.text(value, .seconds))"
            canvas.mark(
                arm.look.mark, at: point, radius: 4, "mark \(arm.look.style)",
                tip: "\(arm.look.name): \(words)")
        }
    }
}
