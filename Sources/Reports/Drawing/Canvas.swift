// SPDX-License-Identifier: Apache-2.0
/// A figure while it is drawn: elements are added, later ones lie on top.
struct Canvas {
    private(set) var text = ""

    mutating func path(_ path: PathText, _ names: String, tip: String? = nil) {
        self.path(path.text, names, tip: tip)
    }

    mutating func path(_ data: String, _ names: String, tip: String? = nil) {
        guard !data.isEmpty else { return }
        text += "<path class=\"\(names)\" d=\"\(data)\""
        close("path", tip)
    }

    mutating func line(_ from: Point, _ to: Point, _ names: String, tip: String? = nil) {
        path(PathText(through: [from, to]), names, tip: tip)
    }

    mutating func mark(
        _ mark: Mark, at point: Point, radius: Double, _ names: String, tip: String? = nil
    ) {
        path(mark.path(at: point, radius: radius), names, tip: tip)
    }

    mutating func box(
        _ origin: Point, _ width: Double, _ height: Double, _ names: String, tip: String? = nil
    ) {
        text += "<rect class=\"\(names)\" x=\"\(Coordinate.text(origin.x))\" "
        text += "y=\"\(Coordinate.text(origin.y))\" width=\"\(Coordinate.text(max(0, width)))\" "
        text += "height=\"\(Coordinate.text(max(0, height)))\""
        close("rect", tip)
    }

    enum Anchor: String { case start, middle, end }

    /// Foreign text is welcome.
    mutating func write(
        _ words: String, at point: Point, _ names: String, anchor: Anchor = .start,
        turned: Bool = false
    ) {
        let place = "\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
        let (x, y) = (Coordinate.text(point.x), Coordinate.text(point.y))
        text += "<text class=\"\(names)\" x=\"\(x)\" y=\"\(y)\""
        if anchor != .start { text += " text-anchor=\"\(anchor.rawValue)\"" }
        if turned { text += " transform=\"rotate(-90 \(place))\"" }
        text += ">\(Markup.escaped(words))</text>\n"
    }

    mutating func open(_ names: String) { text += "<g class=\"\(names)\">\n" }
    mutating func close() { text += "</g>\n" }

    private mutating func close(_ element: String, _ tip: String?) {
        if let tip {
            text += "><title>\(Markup.escaped(tip))</title></\(element)>\n"
        } else {
            text += "/>\n"
        }
    }
}
