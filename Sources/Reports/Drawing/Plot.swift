// SPDX-License-Identifier: Apache-2.0
/// The area between two axes.
struct Plot: Sendable {
    let x: Axis
    let y: Axis
    let width: Double
    let height: Double
    private let left: Double
    private let right: Double
    private let top: Double
    private let bottom: Double

    /// Text in pixels: that of ticks and that of titles.
    static let small = 11.0
    static let normal = 12.0
    /// As wide as a phone, or as one of three beside each other.
    static let panelWidth = 380.0
    static let panelHeight = 244.0

    init(
        x: Axis, y: Axis, width: Double = Plot.panelWidth, height: Double = Plot.panelHeight
    ) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
        let widest = y.ticks.map { TextWidth.pixels($0.label, size: Plot.small) }.max() ?? 0
        left = min(max(30, widest + 10), width / 3)
        let last = x.ticks.last.map { TextWidth.pixels($0.label, size: Plot.small) / 2 } ?? 0
        right = width - min(max(10, last), 40)
        top = y.title.isEmpty ? 10 : 26
        bottom = height - (x.title.isEmpty ? 22 : 40)
    }

    var columns: Int { Int(right - left) }
    var leftEdge: Double { left }
    var rightEdge: Double { right }
    var topEdge: Double { top }
    var bottomEdge: Double { bottom }

    func across(_ value: Double) -> Double {
        let position = x.scale.position(value)
        return left + (x.isReversed ? 1 - position : position) * (right - left)
    }

    func up(_ value: Double) -> Double { bottom - y.scale.position(value) * (bottom - top) }

    /// Nil of what is no number.
    func point(_ x: Double, _ y: Double) -> Point? {
        guard x.isFinite, y.isFinite else { return nil }
        let height = min(max(up(y), top - 3), bottom + 3)
        return Point(min(max(across(x), left - 3), right + 3), height)
    }

    /// Grid, ticks and titles; to be drawn first.
    func drawAxes(on canvas: inout Canvas, tickLabels: Bool = true) {
        var grid = PathText(through: [])
        for tick in y.ticks {
            grid.move(Point(left, up(tick.value)))
            grid.line(Point(right, up(tick.value)))
        }
        canvas.path(grid, "grid")
        var axis = PathText(through: [Point(left, bottom), Point(right, bottom)])
        for tick in x.ticks {
            axis.move(Point(across(tick.value), bottom))
            axis.line(Point(across(tick.value), bottom + 4))
        }
        canvas.path(axis, "axis")
        if tickLabels { writeTicks(on: &canvas) }
        writeTitles(on: &canvas)
    }

    private func writeTicks(on canvas: inout Canvas) {
        for tick in y.ticks {
            canvas.write(
                tick.label, at: Point(left - 6, up(tick.value) + 4), "tick", anchor: .end)
        }
        // A label that would touch the one before it is left out.
        var free = -Double.infinity
        for tick in x.ticks.sorted(by: { across($0.value) < across($1.value) }) {
            let half = TextWidth.pixels(tick.label, size: Plot.small) / 2
            let centre = min(max(across(tick.value), half), width - half)
            guard centre - half > free else { continue }
            canvas.write(tick.label, at: Point(centre, bottom + 16), "tick", anchor: .middle)
            free = centre + half + 4
        }
    }

    private func writeTitles(on canvas: inout Canvas) {
        let heading = TextWidth.fitting(y.title, in: width - 8, size: Plot.normal)
        if !heading.isEmpty { canvas.write(heading, at: Point(2, 13), "name") }
        let foot = TextWidth.fitting(x.title, in: width - 8, size: Plot.normal)
        guard !foot.isEmpty else { return }
        let half = TextWidth.pixels(foot, size: Plot.normal) / 2
        let centre = min(max((left + right) / 2, half + 2), width - half - 2)
        canvas.write(foot, at: Point(centre, height - 6), "name", anchor: .middle)
    }
}
