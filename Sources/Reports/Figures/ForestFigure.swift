// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// The effects of one measure under each other: point, interval, and the line of no effect.
struct ForestFigure {
    let measure: Measure
    let effects: [Effect]
    let input: ReportInput
    private let axis: Axis
    private let change: Change

    init?(_ measure: Measure, of input: ReportInput) {
        let effects = input.effects.filter { $0.measure == measure }
        guard !effects.isEmpty else { return nil }
        self.measure = measure
        self.effects = effects
        self.input = input
        let bounds = effects.compactMap(\.estimate).flatMap {
            [$0.point, $0.interval.lowerBound, $0.interval.upperBound]
        }
        axis = Axis(
            changes: .linear(bounds, with: true, ticks: 4), "change against \(input.control)",
            measure.metric, ticks: 4)
        change = Change(bounds, of: measure.metric)
    }

    /// Wide, with names and numbers beside the intervals; narrow, with them above.
    enum Layout { case wide, narrow }

    func figure(_ layout: Layout) -> Figure {
        let width = layout == .wide ? 860.0 : Plot.panelWidth
        let rowHeight = layout == .wide ? 30.0 : 46.0
        let height = 26 + rowHeight * Double(effects.count) + 40
        let ending = layout == .wide ? "" : "-narrow"
        return Figure(
            "effects-\(Markup.slug(measure.description))\(ending)", title: title,
            caption: caption, basis: basis, size: (width, height), looks: looks, table: table
        ) { canvas in
            draw(on: &canvas, layout, width, height, rowHeight)
        }
    }

    private var looks: [Look] {
        input.looks.filter { look in effects.contains { $0.arm == look.name } }
    }

    var title: String { "Effect on \(measure.words), by path and load" }

    private var caption: String {
        let confidence = effects.compactMap(\.estimate?.confidence).first ?? 0.95
        let direction = measure.metric.direction.map { "; \($0)" } ?? ""
        return "Point: Hodges-Lehmann estimate of the paired change against \(input.control); "
            + "bar: interval that holds in \(Amount.digits(confidence * 100)) % of experiments"
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
            left: layout == .wide ? labelWidth + 16 : 12, right: width - (layout == .wide ? 246 : 12),
            top: 26, bottom: height - 40, axis: axis)
        area.drawAxis(on: &canvas, width: width, height: height, measure.metric)
        for row in stride(from: 1, to: effects.count, by: 2) {
            canvas.box(Point(0, 26 + Double(row) * rowHeight), width, rowHeight, "stripe")
        }
        area.drawGrid(on: &canvas)
        for (row, effect) in effects.enumerated() {
            let top = 26 + Double(row) * rowHeight
            let centre = layout == .wide ? top + rowHeight / 2 : top + 33
            draw(effect, at: centre, in: area, on: &canvas)
            write(effect, at: top, centre, width, layout, on: &canvas)
        }
    }

    private func label(of effect: Effect) -> String {
        let cell = "\(effect.path), \(effect.load)"
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
        let (low, high) = (area.x(estimate.interval.lowerBound), area.x(estimate.interval.upperBound))
        canvas.line(Point(low, centre), Point(high, centre), "bar \(look.style)")
        guard estimate.point.isFinite else { return }
        let words =
            "\(label(of: effect)), \(effect.arm): \(estimate.text(of: measure.metric)), "
            + "\(counted(effect.pairs.count, "round")); \(effect.shortWords)"
        canvas.mark(
            look.mark, at: Point(area.x(estimate.point), centre), radius: 6, "mark \(look.style)",
            tip: words)
    }
}
