// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// The effect over the values of a knob, each with its interval.
struct SweepFigure {
    private let sweep: Sweep
    private let cell: Cell
    private let measure: Measure
    private let input: ReportInput
    private let points: [(place: Double, value: String, effect: Effect?, arm: String)]

    init?(_ sweep: Sweep, _ measure: Measure, in cell: Cell, of input: ReportInput) {
        let effects = input.effects.filter {
            $0.measure == measure && $0.path == cell.path && $0.load == cell.load
        }
        let numbers = sweep.arms.map { Double($0.value) }
        let isNumeric = numbers.allSatisfy { $0?.isFinite ?? false }
        points = sweep.arms.enumerated().compactMap { place, arm in
            let effect = effects.first { $0.arm == arm.name }
            guard effect != nil || arm.name == input.control else { return nil }
            let position = isNumeric ? numbers[place] ?? 0 : Double(place)
            return (position, arm.value, effect, arm.name)
        }
        guard points.filter({ $0.effect?.estimate != nil }).count >= 2 else { return nil }
        (self.sweep, self.cell, self.measure, self.input) = (sweep, cell, measure, input)
    }

    var figure: Figure {
        let bounds = points.compactMap { $0.effect?.estimate }.flatMap {
            [$0.point, $0.interval.lowerBound, $0.interval.upperBound]
        }
        let places = points.map(\.place)
        let (first, last) = (places.min() ?? 0, places.max() ?? 1)
        let room = max(last - first, 1e-9) * 0.06
        let plot = Plot(
            x: Axis(
                .linear((first - room)...(last + room)), sweep.knob,
                points.map { Axis.Tick(value: $0.place, label: $0.value) }),
            y: Axis(
                changes: .linear(bounds, with: true),
                "change in \(measure.metric.words) against \(input.control)", measure.metric))
        return Figure(
            "sweep-\(cell.slug)-\(Markup.slug(sweep.knob))-\(Markup.slug(measure.description))",
            title: "\(cell.title): \(measure.words) by \(sweep.knob)", caption: caption,
            basis: basis,
            size: (plot.width, plot.height), looks: points.map { input.look(of: $0.arm) },
            table: table
        ) { canvas in
            plot.drawAxes(on: &canvas)
            draw(plot, on: &canvas)
        }
    }

    private var caption: String {
        "Hodges-Lehmann estimate and interval against \(input.control), by the value of "
            + "\(sweep.knob)."
    }

    private var basis: String {
        let counts = points.compactMap { $0.effect?.pairs.count }
        return "\(RoundCount.words(counts)) behind each value."
    }

    private var table: Table {
        var table = Table("#\(sweep.knob)", "arm", "#effect", "#rounds", "verdict")
        table.rows = points.map { point in
            guard let effect = point.effect else {
                return [point.value, point.arm, "–", "–", "control"]
            }
            return [
                point.value, point.arm, effect.estimate?.text(of: measure.metric) ?? "–",
                "\(effect.pairs.count)", effect.shortWords,
            ]
        }
        return table
    }

    private func draw(_ plot: Plot, on canvas: inout Canvas) {
        canvas.line(Point(plot.leftEdge, plot.up(0)), Point(plot.rightEdge, plot.up(0)), "zero")
        let line = points.map { point in
            plot.point(point.place, point.effect.map { $0.estimate?.point ?? .nan } ?? 0)
        }
        canvas.path(PathText(through: line), "link")
        for point in points {
            let look = input.look(of: point.arm)
            guard let effect = point.effect else {
                let centre = Point(plot.across(point.place), plot.up(0))
                canvas.mark(look.mark, at: centre, radius: 5, "open \(look.style)", tip: "control")
                continue
            }
            guard let estimate = effect.estimate,
                let centre = plot.point(point.place, estimate.point),
                let low = plot.point(point.place, estimate.interval.lowerBound),
                let high = plot.point(point.place, estimate.interval.upperBound)
            else { continue }
            canvas.line(low, high, "bar \(look.style)")
            canvas.mark(
                look.mark, at: centre, radius: 5, "mark \(look.style)",
                tip: "\(point.arm): \(estimate.text(of: measure.metric))")
        }
    }
}
