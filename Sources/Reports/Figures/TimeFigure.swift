// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One quantity over the time of a run: the median of the rounds, their band, single runs.
struct TimeFigure {
    private let quantity: Quantity
    private let cell: Cell
    private let span: Double
    private let arms: [Band]
    private let drawnRuns: Int
    /// Whether it begins with a swap, and not with the run.
    private let isSinceSwap: Bool

    /// One arm's rounds, column by column.
    private struct Band {
        var look: Look
        var runs: [Trace]
        var spreads: [Spread?]
    }

    /// - Parameter runs: how many single runs of an arm are drawn behind its band.
    init?(
        _ quantity: Quantity, in cell: Cell, _ gathered: CellGathering, of input: ReportInput,
        singles runs: Int
    ) {
        (self.quantity, self.cell, span, drawnRuns) = (quantity, cell, gathered.span / 1e9, runs)
        isSinceSwap = gathered.isByTurns
        arms = input.looks.compactMap { look in
            let traces = (gathered.arms[look.name] ?? []).compactMap { $0.traces[quantity] }
                .filter { !$0.isEmpty }
            guard !traces.isEmpty else { return nil }
            return Band(look: look, runs: traces, spreads: TimeFigure.spreads(of: traces))
        }
        guard !arms.isEmpty else { return nil }
    }

    private static func spreads(of traces: [Trace]) -> [Spread?] {
        let filled = traces.map { $0.filled($0.mean) }
        return (0..<Gathering.columns).map { column in Spread(filled.lazy.map { $0[column] }) }
    }

    var figure: Figure {
        var figure = whole
        figure.cellTitle = cell.title
        figure.shortTitle = words.prefix(1).uppercased() + words.dropFirst()
        return figure
    }

    private var whole: Figure {
        let plot = plot
        return Figure(
            "time-\(cell.slug)-\(quantity.rawValue)",
            title: "\(cell.title): \(words) " + (isSinceSwap ? "after a swap" : "over time"),
            caption: caption, basis: basis, size: (plot.width, plot.height),
            looks: arms.map(\.look),
            table: table,
            pointer: Figure.Pointer(
                left: plot.leftEdge, right: plot.rightEdge, from: 0, to: span)
        ) { canvas in
            plot.drawAxes(on: &canvas)
            for arm in arms { drawBand(arm, plot, on: &canvas) }
            for arm in arms { drawSingles(arm, plot, on: &canvas) }
            for arm in arms {
                let line = points(arm.spreads.map { $0?.median ?? .nan }, plot)
                canvas.path(PathText(through: line), "line \(arm.look.style)")
            }
        }
    }

    private var plot: Plot {
        let values = arms.flatMap { arm in
            arm.spreads.compactMap { $0?.greatest }
                + singles(of: arm).flatMap { $0.filled($0.greatest) }
        }
        let x = Axis(
            .linear(0...span), isSinceSwap ? "time since the swap (s)" : "time (s)", plain: 5)
        let y: Axis
        switch quantity {
        case .cwnd: y = Axis(.linear(values, with: true, ticks: 4), "cwnd (segments)", plain: 4)
        case .rate:
            y = Axis(.linear(values, with: true, ticks: 4), "rate", .bitsPerSecond, ticks: 4)
        case .srtt: y = Axis(.linear(values, with: true, ticks: 4), "srtt", .seconds, ticks: 4)
        case .queue: y = Axis(.linear(values, with: true, ticks: 4), "queue", .bytes, ticks: 4)
        }
        return Plot(x: x, y: y, width: 292, height: 206)
    }

    private var words: String {
        switch quantity {
        case .cwnd: "congestion window"
        case .rate: "rate"
        case .srtt: "smoothed round-trip time"
        case .queue: "queue at the bottleneck"
        }
    }

    private func text(_ value: Double) -> String {
        switch quantity {
        case .cwnd: Amount.digits(value)
        case .rate: Amount.text(value, .bitsPerSecond)
        case .srtt: Amount.text(value, .seconds)
        case .queue: Amount.text(value, .bytes)
        }
    }

    private var caption: String {
        let drawn = arms.map { singles(of: $0).count }.max() ?? 0
        let one = isSinceSwap ? "turn" : "run"
        return "Line: median of the \(isSinceSwap ? "turns" : "rounds"); bands: quartiles and "
            + "extremes; thin: \(counted(drawn, "single \(one)")) of each arm, downsampled to \(Gathering.columns) "
            + "columns that keep the least and the greatest sample of each. Window and round-trip "
            + "time of each flow, rate of all flows together."
    }

    private var basis: String {
        let counts = arms.map(\.runs.count)
        return "\(RoundCount.words(counts, of: isSinceSwap ? "turn" : "round")) of each arm."
    }

    private var table: Table {
        var table = Table(["#time (s)"] + arms.flatMap { ["#\($0.look.name)", "#quartiles"] })
        let stride = Gathering.columns / 32
        for column in Swift.stride(from: stride / 2, to: Gathering.columns, by: stride) {
            let time = (Double(column) + 0.5) / Double(Gathering.columns) * span
            let cells = arms.flatMap { arm -> [String] in
                guard let spread = arm.spreads[column] else { return ["–", "–"] }
                return [text(spread.median), "\(text(spread.lower)) to \(text(spread.upper))"]
            }
            table.rows.append([Amount.digits(time)] + cells)
        }
        return table
    }

    /// Some of them, evenly over the rounds.
    private func singles(of arm: Band) -> [Trace] {
        let count = min(drawnRuns, arm.runs.count)
        return (0..<count).map { arm.runs[$0 * arm.runs.count / count] }
    }

    private func points(_ values: [Double], _ plot: Plot) -> [Point?] {
        values.enumerated().map { column, value in
            plot.point((Double(column) + 0.5) / Double(values.count) * span, value)
        }
    }

    private func drawBand(_ arm: Band, _ plot: Plot, on canvas: inout Canvas) {
        guard arm.runs.count > 1 else { return }
        let part = { (value: (Spread) -> Double) in
            points(arm.spreads.map { $0.map(value) ?? .nan }, plot)
        }
        canvas.path(PathText(between: part(\.greatest), part(\.least)), "edge \(arm.look.style)")
        canvas.path(PathText(between: part(\.upper), part(\.lower)), "band \(arm.look.style)")
    }

    /// From the least to the greatest of each column in turn, as if every sample were drawn.
    private func drawSingles(_ arm: Band, _ plot: Plot, on canvas: inout Canvas) {
        for trace in singles(of: arm) {
            let least = points(trace.filled(trace.least), plot)
            let greatest = points(trace.filled(trace.greatest), plot)
            let zigzag = zip(least, greatest).enumerated().flatMap { column, pair in
                column % 2 == 0 ? [pair.0, pair.1] : [pair.1, pair.0]
            }
            canvas.path(PathText(through: zigzag), "thin \(arm.look.style)")
        }
    }
}
