// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// The effects on one metric under each other: point, interval, and the line of no effect.
struct ForestFigure {
    let metric: Metric
    let effects: [Effect]
    let input: ReportInput
    private let axis: Axis
    private let change: Change

    /// - Parameter effects: at least one, all on the same metric.
    init?(_ effects: [Effect], of input: ReportInput) {
        guard let metric = effects.first?.measure.metric else { return nil }
        self.metric = metric
        self.effects = effects
        self.input = input
        let bounds = effects.compactMap(\.estimate).flatMap {
            [$0.point, $0.interval.lowerBound, $0.interval.upperBound]
        }
        axis = Axis(
            changes: .linear(bounds, with: true, ticks: 4), "change against \(input.control)",
            metric, ticks: 4)
        change = Change(bounds, of: metric)
    }

    /// What it is judged by first, then the other metrics; on the page, in the order of paths.
    static func all(_ input: ReportInput) -> [Figure] {
        let leading = FigureSet.leading(input)
        let parts = [true, false].map { isLeading in
            input.sorted(input.effects.filter { leading.contains($0.measure) == isLeading })
        }
        return zip(parts, [true, false]).flatMap { effects, isLeading -> [Figure] in
            var metrics: [Metric] = []
            for effect in effects where !metrics.contains(effect.measure.metric) {
                metrics.append(effect.measure.metric)
            }
            return metrics.compactMap { metric in
                let own = effects.filter { $0.measure.metric == metric }
                guard let forest = ForestFigure(own, of: input) else { return nil }
                var figure = forest.figure(.wide)
                figure.narrower = [forest.figure(.narrow)]
                figure.isLeading = isLeading
                return figure
            }
        }
    }

    /// Wide, with names and numbers beside the intervals; narrow, with them above.
    enum Layout { case wide, narrow }

    func figure(_ layout: Layout) -> Figure {
        let width = layout == .wide ? 860.0 : Plot.panelWidth
        let rowHeight = layout == .wide ? 30.0 : 46.0
        let height = 26 + rowHeight * Double(effects.count) + 40
        let ending = layout == .wide ? "" : "-narrow"
        return Figure(
            "effects-\(Markup.slug(name))\(ending)", title: title,
            caption: caption, basis: basis, size: (width, height), looks: looks, table: table
        ) { canvas in
            draw(on: &canvas, layout, width, height, rowHeight)
        }
    }

    private var looks: [Look] {
        input.looks.filter { look in effects.contains { $0.arm == look.name } }
    }

    /// Whether a path and a load have it of several parts.
    private var hasParts: Bool {
        Set(effects.map(\.measure)).count > Set(effects.map(\.load)).count
    }

    private var measures: Set<Measure> { Set(effects.map(\.measure)) }
    private var name: String {
        measures.count == 1 ? effects[0].measure.description : metric.rawValue
    }

    var title: String {
        "Effect on \(measures.count == 1 ? effects[0].measure.words : metric.words), by path and load"
    }

    private var caption: String {
        let direction = metric.direction.map { "; \($0)" } ?? ""
        return "Point: Hodges-Lehmann estimate of the paired change against \(input.control); "
            + "bar: interval that holds in at least \(Confidence.percent(of: effects)) % of "
            + "experiments"
            + "\(direction)."
    }

    private var basis: String { "\(RoundCount.words(effects.map(\.pairs.count))) behind each row." }

    private var table: Table {
        var table = Table("path", "load", "arm", "#effect", "#from", "#to", "#rounds", "verdict")
        table.rows = effects.map { effect in
            [effect.path, effect.load, effect.arm]
                + [
                    effect.estimate?.point, effect.estimate?.interval.lowerBound,
                    effect.estimate?.interval.upperBound,
                ].map { $0.map { change.text($0, signed: true) } ?? "–" }
                + ["\(effect.pairs.count)", effect.shortWords]
        }
        return table
    }

    private func draw(
        on canvas: inout Canvas, _ layout: Layout, _ width: Double, _ height: Double,
        _ rowHeight: Double
    ) {
        let area = Area(
            left: layout == .wide ? labelWidth + 16 : 12,
            right: width - (layout == .wide ? 246 : 12),
            top: 26, bottom: height - 40, axis: axis)
        area.drawAxis(on: &canvas, width: width, height: height, metric)
        for row in stride(from: 1, to: effects.count, by: 2) {
            canvas.box(Point(0, 26 + Double(row) * rowHeight), width, rowHeight, "stripe")
        }
        let rows = effects.indices.map { 26 + Double($0) * rowHeight }
        area.drawGrid(
            on: &canvas, rows: layout == .wide ? nil : rows.map { ($0 + 23, $0 + rowHeight) })
        for (row, effect) in effects.enumerated() {
            let top = 26 + Double(row) * rowHeight
            let centre = layout == .wide ? top + rowHeight / 2 : top + 33
            draw(effect, at: centre, in: area, on: &canvas)
            write(effect, at: top, centre, width, layout, on: &canvas)
        }
    }

    private func label(of effect: Effect) -> String {
        var cell = "\(effect.path), \(effect.load)"
        if hasParts { cell += ", \(effect.measure.part)" }
        return looks.count > 1 ? "\(cell): \(effect.arm)" : cell
    }

    private var labelWidth: Double {
        let widest = effects.map { TextWidth.pixels(label(of: $0), size: Plot.normal) }.max() ?? 0
        return min(widest, 270)
    }

    private func write(
        _ effect: Effect, at top: Double, _ centre: Double, _ width: Double, _ layout: Layout,
        on canvas: inout Canvas
    ) {
        let numbers = effect.estimate.map(numbers) ?? effect.words
        let baseline = layout == .wide ? centre + 4 : top + 17
        let room = layout == .wide ? 270 : width - 16 - TextWidth.pixels(numbers, size: 12) - 12
        canvas.write(
            TextWidth.fitting(label(of: effect), in: room, size: Plot.normal),
            at: Point(8, baseline), "label")
        canvas.write(
            "\(effect.verdict.kind.sign) \(numbers)", at: Point(width - 8, baseline),
            "label number", anchor: .end)
    }

    private func numbers(_ estimate: Estimate) -> String {
        let low = change.number(estimate.interval.lowerBound, signed: true)
        let high = change.number(estimate.interval.upperBound, signed: true)
        return "\(change.text(estimate.point, signed: true)) (\(low) to \(high))"
    }

    private func draw(
        _ effect: Effect, at centre: Double, in area: Area, on canvas: inout Canvas
    ) {
        guard let estimate = effect.estimate else { return }
        let look = input.look(of: effect.arm)
        canvas.open(look.style)
        defer { canvas.close() }
        let (low, high) = (
            area.x(estimate.interval.lowerBound), area.x(estimate.interval.upperBound)
        )
        canvas.line(Point(low, centre), Point(high, centre), "bar \(look.style)")
        guard estimate.point.isFinite else { return }
        let words =
            "\(label(of: effect)), \(effect.arm): \(estimate.text(of: metric)), "
            + "\(counted(effect.pairs.count, "round")); \(effect.shortWords)"
        canvas.mark(
            look.mark, at: Point(area.x(estimate.point), centre), radius: 6, "mark \(look.style)",
            tip: words)
    }
}
