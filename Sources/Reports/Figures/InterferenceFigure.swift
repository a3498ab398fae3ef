// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// The effect over the share of flows that had the treatment: what a naive test claims at each,
/// what the others feel of it, and what comes of it when everybody has it.
struct InterferenceFigure {
    let curve: Interference
    let input: ReportInput
    private let axis: Axis

    init?(_ curve: Interference, of input: ReportInput) {
        let estimates =
            curve.shares.flatMap { [$0.naive?.estimate, $0.spillOver?.estimate] }
            + [curve.whole.estimate]
        let bounds = estimates.compactMap { $0 }.flatMap {
            [$0.point, $0.interval.lowerBound, $0.interval.upperBound]
        }
        guard bounds.contains(where: \.isFinite) else { return nil }
        (self.curve, self.input) = (curve, input)
        axis = Axis(
            changes: .linear(bounds, with: true), "change in \(curve.measure.metric.words)",
            curve.measure.metric)
    }

    private var cell: Cell { Cell(path: curve.path, load: curve.load) }
    private var treated: Look { input.look(of: curve.arm) }
    private var others: Look { input.look(of: curve.control) }

    var figure: Figure {
        var figure = whole
        figure.shortTitle = "\(cell.title): \(curve.measure.metric.words)"
        return figure
    }

    private var whole: Figure {
        let shares = [0, 0.25, 0.5, 0.75, 1].map {
            Axis.Tick(value: $0, label: "\(Int($0 * 100)) %")
        }
        let plot = Plot(
            x: Axis(.linear(-0.03...1.03), "flows that have \(curve.arm)", shares), y: axis,
            height: Plot.panelHeight + 34)
        let name = Markup.slug("\(curve.arm) \(curve.measure)")
        return Figure(
            "interference-\(cell.slug)-\(name)",
            title:
                "\(cell.title): \(curve.measure.metric.words) as a naive test sees it, and as it is",
            caption: caption, basis: basis, size: (plot.width, plot.height),
            looks: [others, treated],
            table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            drawWhole(plot, on: &canvas)
            draw(
                plot, others, curve.shares.map { ($0.share, $0.spillOver) }, "felt by the others",
                &canvas)
            draw(plot, treated, curve.shares.map { ($0.share, $0.naive) }, "naive", &canvas)
        }
    }

    private var caption: String {
        "Full marks (\(curve.arm)): flows that have it against those beside them that do "
            + "not, as a naive A/B test would. Open marks (\(curve.control)): what those that do "
            + "not have it feel of the others. Band: everybody has it, against nobody."
    }

    private var basis: String {
        let counts = curve.shares.compactMap { $0.naive?.pairs.count ?? $0.spillOver?.pairs.count }
        return "\(RoundCount.words(counts)) at each share."
    }

    private var table: Table {
        var table = Table("share", "#naive claim", "#felt by the others", "#Jain's index")
        let metric = curve.measure.metric
        table.rows = curve.shares.map { point in
            [
                Amount.text(point.share, .share), point.naive?.estimate?.text(of: metric) ?? "–",
                point.spillOver?.estimate?.text(of: metric) ?? "–",
                point.fairness.map { Amount.text($0.point, .index) } ?? "–",
            ]
        }
        table.rows.append(["everybody", curve.whole.estimate?.text(of: metric) ?? "–", "–", "–"])
        return table
    }

    private func drawWhole(_ plot: Plot, on canvas: inout Canvas) {
        if let from = plot.point(-0.03, 0), let to = plot.point(1.03, 0) {
            canvas.line(from, to, "zero")
        }
        guard let whole = curve.whole.estimate,
            let left = plot.point(-0.03, whole.interval.upperBound),
            let right = plot.point(1.03, whole.interval.lowerBound),
            let from = plot.point(-0.03, whole.point), let to = plot.point(1.03, whole.point)
        else { return }
        let height = max(2, right.y - left.y)
        let words = "everybody has it: \(whole.text(of: curve.measure.metric))"
        canvas.box(left, right.x - left.x, height, "truth", tip: words)
        canvas.line(from, to, "truth-line")
        let below = left.y - 6 < plot.topEdge + 10
        canvas.write(
            "everybody has it",
            at: Point(plot.across(widestGap), below ? left.y + height + 13 : left.y - 5), "note",
            anchor: .middle)
    }

    /// Where a label is farthest from any point.
    private var widestGap: Double {
        let shares = curve.shares.filter { $0.naive != nil }.map(\.share)
        let gaps = zip(shares, shares.dropFirst())
        return gaps.max { $0.1 - $0.0 < $1.1 - $1.0 }.map { ($0 + $1) / 2 } ?? 0.75
    }

    private func draw(
        _ plot: Plot, _ look: Look, _ points: [(share: Double, effect: Effect?)],
        _ words: String, _ canvas: inout Canvas
    ) {
        let found = points.compactMap { point in
            point.effect?.estimate.map { (point.share, $0) }
        }
        let isNaive = look == treated
        let line = found.map { plot.point($0.0, $0.1.point) }
        canvas.path(PathText(through: line), "line \(look.style)")
        for (share, estimate) in found {
            guard let centre = plot.point(share, estimate.point) else { continue }
            if let low = plot.point(share, estimate.interval.lowerBound),
                let high = plot.point(share, estimate.interval.upperBound)
            {
                canvas.line(low, high, "whisker \(look.style)")
            }
            let claim = estimate.text(of: curve.measure.metric)
            canvas.mark(
                look.mark, at: centre, radius: 5, "\(isNaive ? "mark" : "open") \(look.style)",
                tip: "\(Amount.text(share, .share)) have it, \(words): \(claim)")
        }
    }
}
