// SPDX-License-Identifier: Apache-2.0
/// The `d` of an SVG path, in steps from point to point: they are shorter than the points.
struct PathText {
    private(set) var text = ""
    private var x = 0
    private var y = 0

    mutating func move(_ point: Point) {
        (x, y) = (Coordinate.tenths(point.x), Coordinate.tenths(point.y))
        text += "M\(Coordinate.text(tenths: x)) \(Coordinate.text(tenths: y))"
    }

    mutating func line(_ point: Point) {
        let (newX, newY) = (Coordinate.tenths(point.x), Coordinate.tenths(point.y))
        let (dx, dy) = (newX - x, newY - y)
        (x, y) = (newX, newY)
        if dx == 0, dy == 0 { return }
        if dy == 0 {
            text += "h" + Coordinate.text(tenths: dx)
        } else if dx == 0 {
            text += "v" + Coordinate.text(tenths: dy)
        } else {
            text += "l" + Coordinate.text(tenths: dx) + (dy < 0 ? "" : " ")
            text += Coordinate.text(tenths: dy)
        }
    }

    mutating func close() { text += "z" }

    /// A line through points, broken where there is none.
    init(through points: [Point?]) {
        var isDown = false
        for point in points {
            guard let point else {
                isDown = false
                continue
            }
            if isDown { line(point) } else { move(point) }
            isDown = true
        }
    }

    /// The area between two lines, in pieces where one of them is broken.
    init(between upper: [Point?], _ lower: [Point?]) {
        var piece: [(Point, Point)] = []
        for (top, bottom) in zip(upper, lower) {
            if let top, let bottom { piece.append((top, bottom)) } else { add(&piece) }
        }
        add(&piece)
    }

    private mutating func add(_ piece: inout [(Point, Point)]) {
        defer { piece = [] }
        guard let first = piece.first, piece.count > 1 else { return }
        move(first.0)
        for (top, _) in piece.dropFirst() { line(top) }
        for (_, bottom) in piece.reversed() { line(bottom) }
        close()
    }
}

/// A place in a figure, in pixels from its upper left corner.
struct Point: Equatable, Sendable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}
