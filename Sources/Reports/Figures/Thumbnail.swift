// SPDX-License-Identifier: Apache-2.0
import Experiments

/// The effects as a picture of a stamp's size: where the intervals lie, and nothing to read.
struct Thumbnail {
    let svg: String
    private static let width = 240.0
    private static let height = 120.0

    init(_ input: ReportInput) {
        let leading = FigureSet.leading(input)
        let effects = input.sorted(
            input.effects.filter {
                leading.contains($0.measure) && $0.measure.metric == leading[0].metric
                    && $0.estimate != nil
            })
        var estimates = effects.prefix(12).map { ($0.estimate, input.look(of: $0.arm)) }
        if estimates.isEmpty {
            estimates = input.interference.prefix(1).flatMap { curve in
                curve.shares.map { ($0.naive?.estimate, input.look(of: curve.arm)) }
                    + [(curve.whole.estimate, input.look(of: curve.control))]
            }
        }
        let found = estimates.compactMap { estimate, look in estimate.map { ($0, look) } }
        let bounds = found.flatMap { [$0.0.interval.lowerBound, $0.0.interval.upperBound] }
        let scale = AxisScale.linear(bounds, with: true, ticks: 4)
        var canvas = Canvas()
        let across = { (value: Double) in
            12 + min(max(scale.position(value.isFinite ? value : 0), 0), 1) * (Thumbnail.width - 24)
        }
        canvas.line(
            Point(across(0), 6), Point(across(0), Thumbnail.height - 6), "zero")
        let step = (Thumbnail.height - 16) / Double(max(1, found.count))
        for (place, (estimate, look)) in found.enumerated() {
            let y = 8 + (Double(place) + 0.5) * step
            let low = Point(across(estimate.interval.lowerBound), y)
            let high = Point(across(estimate.interval.upperBound), y)
            canvas.line(low, high, "bar \(look.style)")
            canvas.mark(
                look.mark, at: Point(across(estimate.point), y), radius: 4.5,
                "mark \(look.style)")
        }
        svg = """
            <svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 240 120" \
            aria-hidden="true">
            \(canvas.text)</svg>
            """
    }
}
