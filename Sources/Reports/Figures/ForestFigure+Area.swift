// SPDX-License-Identifier: Apache-2.0
import Experiments

extension ForestFigure {
    /// Where the intervals lie.
    struct Area {
        let left: Double
        let right: Double
        let top: Double
        let bottom: Double
        let axis: Axis

        /// What has no bound ends at the edge.
        func x(_ value: Double) -> Double {
            guard value.isFinite else { return value < 0 ? left : right }
            let position = axis.scale.position(value)
            return min(max(left + position * (right - left), left), right)
        }

        /// - Parameter rows: where text stands beside the intervals, the parts without it.
        func drawGrid(on canvas: inout Canvas, rows: [(Double, Double)]?) {
            let parts = rows ?? [(top, bottom)]
            var grid = PathText(through: [])
            var zero = PathText(through: [])
            for (from, to) in parts {
                for tick in axis.ticks where tick.value != 0 {
                    grid.move(Point(x(tick.value), from))
                    grid.line(Point(x(tick.value), to))
                }
                zero.move(Point(x(0), from))
                zero.line(Point(x(0), to))
            }
            canvas.path(grid, "grid")
            canvas.path(zero, "zero")
        }

        func drawAxis(
            on canvas: inout Canvas, width: Double, height: Double, _ metric: Metric
        ) {
            canvas.line(Point(left, bottom), Point(right, bottom), "axis")
            for tick in axis.ticks {
                let half = TextWidth.pixels(tick.label, size: Plot.small) / 2
                let centre = min(max(x(tick.value), half), width - half)
                canvas.write(tick.label, at: Point(centre, bottom + 16), "tick", anchor: .middle)
            }
            let half = TextWidth.pixels(axis.title, size: Plot.normal) / 2
            let centre = min(max((left + right) / 2, half + 4), width - half - 4)
            canvas.write(axis.title, at: Point(centre, height - 5), "name", anchor: .middle)
            guard let better = metric.better else { return }
            let words = better == .more ? ("← worse", "better →") : ("← better", "worse →")
            write(words.0, before: true, on: &canvas)
            write(words.1, before: false, on: &canvas)
        }

        /// Beside the line of no effect, where there is room for it.
        private func write(_ words: String, before: Bool, on canvas: inout Canvas) {
            let room = before ? x(0) - left : right - x(0)
            guard room >= TextWidth.pixels(words, size: Plot.small) + 6 else { return }
            canvas.write(
                words, at: Point(x(0) + (before ? -6 : 6), top - 9), "note",
                anchor: before ? .end : .start)
        }
    }
}

/// How many rounds stand behind something, in words.
enum RoundCount {
    static func words(_ counts: [Int], of one: String = "round") -> String {
        guard let least = counts.min(), let most = counts.max() else { return "No \(one)" }
        return least == most ? counted(least, one) : "\(least) to \(most) \(one)s"
    }
}

/// How often intervals hold, in words.
enum Confidence {
    /// Whole percent, of the least of them.
    static func percent(of effects: [Effect]) -> Int {
        let least = effects.compactMap(\.estimate?.confidence).filter(\.isFinite).min() ?? 0.95
        return Int(min(max(least, 0), 1) * 100 + 1e-9)
    }
}
