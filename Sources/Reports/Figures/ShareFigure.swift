// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What share of all bytes each flow got, run by run.
struct ShareFigure {
    private let cell: Cell
    private let rows: [Row]
    private let looks: [Look]
    private let flowCount: Int
    private let isGrouped: Bool
    /// More marks than this would hide each other.
    private static let mostMarks = 700

    /// The flows of one arm in one run.
    private struct Row {
        var round: Int
        var look: Look
        var share: Double?
        var shares: [Double]
    }

    /// - Parameter armOf: the arm of a flow of a run, where it is known.
    init?(
        in cell: Cell, _ gathered: CellGathering, of input: ReportInput,
        armOf: (RunSummary, UInt32) -> String?
    ) {
        self.cell = cell
        rows = gathered.runs.flatMap { run -> [Row] in
            let total = run.bytes.reduce(0.0) { $0 + Double($1.bytes) }
            guard run.bytes.count > 1, total > 0 else { return [] }
            var byArm: [String: [Double]] = [:]
            for flow in run.bytes {
                let arm = input.soleArm(of: run.summary) ?? armOf(run.summary, flow.flow)
                byArm[arm ?? run.summary.arm, default: []].append(Double(flow.bytes) / total)
            }
            return byArm.sorted { $0.key < $1.key }.map {
                Row(
                    round: run.summary.round, look: input.look(of: $0.key),
                    share: run.summary.share, shares: $0.value)
            }
        }
        guard !rows.isEmpty else { return nil }
        flowCount = gathered.runs.map(\.bytes.count).max() ?? 0
        isGrouped = rows.reduce(0) { $0 + $1.shares.count } > ShareFigure.mostMarks
        let rows = rows
        looks = input.looks.filter { look in rows.contains { $0.look == look } }
    }

    var figure: Figure {
        var figure = whole
        figure.shortTitle = cell.title
        return figure
    }

    private var whole: Figure {
        let last = Double((rows.map(\.round).max() ?? 0) + 1)
        let step = max(1, Ticks.step(0...last, count: 8))
        let ticks = stride(from: step == 1 ? 1 : step, through: last, by: step).map {
            Axis.Tick(value: $0, label: String(Int($0)))
        }
        let plot = Plot(
            x: Axis(.linear(0.4...(last + 0.6)), "round", ticks),
            y: Axis(.linear(rows.flatMap(\.shares), with: true), "share of all bytes", .share))
        return Figure(
            "shares-\(cell.slug)", title: "\(cell.title): what each flow got", caption: caption,
            basis: basis,
            size: (plot.width, plot.height), looks: looks, table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            drawFair(plot, on: &canvas)
            for row in rows { draw(row, plot, on: &canvas) }
        }
    }

    private var caption: String {
        let marks =
            isGrouped
            ? "Bar: from the least to the greatest flow of a run; mark: the median flow."
            : "A mark for each flow of each run."
        return "\(marks) Dashed: an equal share of \(flowCount) flows."
    }

    private var basis: String { "\(counted(Set(rows.map(\.round)).count, "round"))." }

    private var table: Table {
        var table = Table("arm", "#runs", "#least flow", "#median flow", "#greatest flow")
        table.rows = looks.compactMap { look in
            let own = rows.filter { $0.look == look }
            guard let spread = Spread(own.flatMap(\.shares)) else { return nil }
            let values = [spread.least, spread.median, spread.greatest]
            return [look.name, "\(own.count)"] + values.map { Amount.text($0, .share) }
        }
        return table
    }

    private func drawFair(_ plot: Plot, on canvas: inout Canvas) {
        let y = plot.up(1 / Double(max(1, flowCount)))
        canvas.line(Point(plot.leftEdge, y), Point(plot.rightEdge, y), "zero")
    }

    /// Arms beside each other in their round.
    private func draw(_ row: Row, _ plot: Plot, on canvas: inout Canvas) {
        let place = Double(looks.firstIndex(of: row.look) ?? 0) - Double(looks.count - 1) / 2
        let x = Double(row.round + 1) + place * 0.5 / Double(max(1, looks.count))
        guard isGrouped else {
            for share in row.shares {
                guard let point = plot.point(x, share) else { continue }
                canvas.mark(
                    row.look.mark, at: point, radius: 3, "faint \(row.look.style)",
                    tip: "\(row.look.name), round \(row.round + 1): \(Amount.text(share, .share))")
            }
            return
        }
        guard let spread = Spread(row.shares), let low = plot.point(x, spread.least),
            let high = plot.point(x, spread.greatest), let middle = plot.point(x, spread.median)
        else { return }
        canvas.line(low, high, "whisker \(row.look.style)")
        canvas.mark(row.look.mark, at: middle, radius: 2.4, "mark \(row.look.style)")
    }
}
