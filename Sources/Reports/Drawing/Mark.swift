// SPDX-License-Identifier: Apache-2.0
/// The shape of an arm's points.
enum Mark: Int, CaseIterable, Sendable {
    case circle, square, triangle, diamond, downward, cross, plus, hexagon

    /// The mark of the arm at a place among the arms.
    init(arm: Int) { self = Mark.allCases[arm % Mark.allCases.count] }

    /// A path around a point; all shapes look equally large at the same radius.
    func path(at centre: Point, radius: Double) -> String {
        var path = PathText(through: [])
        for outline in outlines {
            for (place, corner) in outline.enumerated() {
                let point = Point(centre.x + corner.0 * radius, centre.y + corner.1 * radius)
                if place == 0 { path.move(point) } else { path.line(point) }
            }
            path.close()
        }
        return path.text
    }

    private var outlines: [[(Double, Double)]] {
        switch self {
        case .circle: [Mark.round]
        case .square: [[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]]
        case .triangle: [[(0, -1.15), (1.1, 0.8), (-1.1, 0.8)]]
        case .diamond: [[(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)]]
        case .downward: [[(0, 1.15), (1.1, -0.8), (-1.1, -0.8)]]
        case .cross: [Mark.turned]
        case .plus: [Mark.upright]
        case .hexagon:
            [[(-1.1, 0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0), (0.55, 0.95), (-0.55, 0.95)]]
        }
    }

    /// Sixteen corners: at the size of a mark nobody sees them.
    private static let round: [(Double, Double)] = [
        (1, 0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92), (0, 1), (-0.38, 0.92), (-0.71, 0.71),
        (-0.92, 0.38), (-1, 0), (-0.92, -0.38), (-0.71, -0.71), (-0.38, -0.92), (0, -1),
        (0.38, -0.92), (0.71, -0.71), (0.92, -0.38),
    ]
    private static let upright: [(Double, Double)] = [
        (-0.33, -1.15), (0.33, -1.15), (0.33, -0.33), (1.15, -0.33), (1.15, 0.33), (0.33, 0.33),
        (0.33, 1.15), (-0.33, 1.15), (-0.33, 0.33), (-1.15, 0.33), (-1.15, -0.33), (-0.33, -0.33),
    ]
    private static let turned = upright.map { (0.707 * ($0 - $1), 0.707 * ($0 + $1)) }
}
