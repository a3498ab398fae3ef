// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Throughput against delay, a mark for each run: better is up and left.
struct ScatterFigure {
    private let cell: Cell
    private let goodput: Measure
    private let delay: Measure
    private let arms: [(look: Look, runs: [RunPoint])]
    private static let mostMarks = 400

    private struct RunPoint {
        var round: Int
        var delay: Double
        var goodput: Double
    }

    init?(in cell: Cell, of input: ReportInput) {
        let runs = input.runs.filter {
            $0.outcome == .valid && $0.path == cell.path && $0.load == cell.load
        }
        let known = Set(runs.flatMap(\.values.keys)).sorted { $0.description < $1.description }
        guard let goodput = known.first(where: { $0.metric == .goodput }),
            let delay = ScatterFigure.delay(among: known, of: goodput.part)
        else { return nil }
        arms = input.looks.compactMap { look in
            let points = runs.filter { input.soleArm(of: $0) == look.name }.compactMap { run in
                ScatterFigure.point(run, goodput, delay)
            }
            return points.isEmpty ? nil : (look, points)
        }
        guard !arms.isEmpty else { return nil }
        (self.cell, self.goodput, self.delay) = (cell, goodput, delay)
    }

    private static func point(
        _ run: RunSummary, _ goodput: Measure, _ delay: Measure
    ) -> RunPoint? {
        guard let rate = run.values[goodput], let time = run.values[delay], rate.isFinite,
            time.isFinite
        else { return nil }
        return RunPoint(round: run.round, delay: time, goodput: rate)
    }

    /// Of what is sent beside it rather than of itself; the wait rather than the whole trip.
    private static func delay(among known: [Measure], of part: String) -> Measure? {
        let metrics: [Metric] = [.latencyP50, .queueingDelay, .srtt]
        for metric in metrics {
            let fitting = known.filter { $0.metric == metric }
            if let measure = fitting.first(where: { $0.part == part }) ?? fitting.first {
                return measure
            }
        }
        return nil
    }

    var figure: Figure {
        var figure = whole
        figure.shortTitle = cell.title
        return figure
    }

    private var whole: Figure {
        let all = arms.flatMap(\.runs)
        let plot = Plot(
            x: Axis(.linear(all.map(\.delay)), delay.words, delay.metric.unit),
            y: Axis(.linear(all.map(\.goodput)), goodput.words, goodput.metric.unit))
        return Figure(
            "scatter-\(cell.slug)", title: "\(cell.title): throughput against delay",
            caption: caption, basis: basis, size: (plot.width, plot.height),
            looks: arms.map(\.look),
            table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            canvas.write(
                "better ↖", at: Point(plot.rightEdge, 13), "note", anchor: .end)
            for arm in arms { drawRuns(arm.look, arm.runs, plot, on: &canvas) }
            for arm in arms { drawMiddle(arm.look, arm.runs, plot, on: &canvas) }
        }
    }

    private var caption: String {
        let thinned = arms.contains { $0.runs.count > ScatterFigure.mostMarks }
        return "Small: each run"
            + (thinned ? " (of many, the least and greatest of every few pixels)" : "")
            + "; large: the median of the rounds, its cross from quartile to quartile."
    }

    private var basis: String { "\(RoundCount.words(arms.map(\.runs.count))) of each arm." }

    private var table: Table {
        var table = Table("arm", "#rounds", "#\(delay.words)", "#quartiles", "#\(goodput.words)")
        table.columns.append(Table.Column(name: "quartiles", isNumber: true))
        table.rows = arms.map { arm in
            [arm.look.name, "\(arm.runs.count)"]
                + ScatterFigure.cells(Spread(arm.runs.map(\.delay)), delay.metric.unit)
                + ScatterFigure.cells(Spread(arm.runs.map(\.goodput)), goodput.metric.unit)
        }
        return table
    }

    private static func cells(_ spread: Spread?, _ unit: Metric.Unit) -> [String] {
        guard let spread else { return ["–", "–"] }
        let quartiles = "\(Amount.text(spread.lower, unit)) to \(Amount.text(spread.upper, unit))"
        return [Amount.text(spread.median, unit), quartiles]
    }

    private func drawRuns(
        _ look: Look, _ runs: [RunPoint], _ plot: Plot, on canvas: inout Canvas
    ) {
        for run in ScatterFigure.thinned(runs, plot) {
            guard let point = plot.point(run.delay, run.goodput) else { continue }
            canvas.mark(
                look.mark, at: point, radius: 3, "faint \(look.style)",
                tip: "\(look.name), round \(run.round + 1): "
                    + "\(Amount.text(run.goodput, goodput.metric.unit)), "
                    + Amount.text(run.delay, delay.metric.unit))
        }
    }

    /// Of every few pixels across the least and the greatest, where there are too many.
    private static func thinned(_ runs: [RunPoint], _ plot: Plot) -> [RunPoint] {
        guard runs.count > mostMarks else { return runs }
        var ends: [Int: (RunPoint, RunPoint)] = [:]
        for run in runs {
            let column = Int(plot.across(run.delay) / 4)
            let known = ends[column] ?? (run, run)
            ends[column] = (
                run.goodput < known.0.goodput ? run : known.0,
                run.goodput > known.1.goodput ? run : known.1
            )
        }
        return ends.sorted { $0.key < $1.key }.flatMap { [$0.value.0, $0.value.1] }
    }

    private func drawMiddle(
        _ look: Look, _ runs: [RunPoint], _ plot: Plot, on canvas: inout Canvas
    ) {
        guard let delays = Spread(runs.map(\.delay)), let rates = Spread(runs.map(\.goodput)),
            let centre = plot.point(delays.median, rates.median),
            let left = plot.point(delays.lower, rates.median),
            let right = plot.point(delays.upper, rates.median),
            let low = plot.point(delays.median, rates.lower),
            let high = plot.point(delays.median, rates.upper)
        else { return }
        canvas.open(look.style)
        canvas.line(left, right, "whisker \(look.style)")
        canvas.line(low, high, "whisker \(look.style)")
        let words =
            "\(Amount.text(rates.median, goodput.metric.unit)), "
            + Amount.text(delays.median, delay.metric.unit)
        canvas.mark(
            look.mark, at: centre, radius: 6, "mark \(look.style)",
            tip: "\(look.name), median of \(counted(runs.count, "round")): \(words)")
        canvas.close()
    }
}
