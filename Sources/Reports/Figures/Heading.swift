// SPDX-License-Identifier: Apache-2.0
/// What stands above a figure in a file of its own: its title, and its legend in rows.
struct Heading {
    private(set) var text = ""
    private(set) var height: Double

    init(of figure: Figure) {
        var canvas = Canvas()
        height = 8
        for line in Heading.lines(figure.title, figure.width - 16) {
            height += 16
            canvas.write(line, at: Point(8, height - 3), "heading")
        }
        height += 4
        if figure.looks.count > 0 { drawLegend(of: figure, on: &canvas) }
        height += 4
        text = canvas.text
    }

    private mutating func drawLegend(of figure: Figure, on canvas: inout Canvas) {
        var x = 8.0
        height += 16
        for look in figure.looks {
            let name = TextWidth.fitting(look.name, in: figure.width - 40, size: Plot.normal)
            let width = 22 + TextWidth.pixels(name, size: Plot.normal) + 14
            if x > 8, x + width > figure.width {
                x = 8
                height += 16
            }
            canvas.mark(look.mark, at: Point(x + 8, height - 8), radius: 4.5, "mark \(look.style)")
            canvas.write(name, at: Point(x + 19, height - 4), "label")
            x += width
        }
    }

    /// Broken at spaces so that each line fits; a word that is too long is cut.
    private static func lines(_ title: String, _ width: Double) -> [String] {
        var lines: [String] = []
        for word in title.split(separator: " ").map(String.init) {
            let longer = lines.last.map { "\($0) \(word)" }
            if let longer, TextWidth.pixels(longer, size: 14.5) <= width {
                lines[lines.count - 1] = longer
            } else {
                lines.append(TextWidth.fitting(word, in: width, size: 14.5))
            }
        }
        return lines
    }
}
