// SPDX-License-Identifier: Apache-2.0
/// A figure, drawn: for the page, and as a file of its own.
public struct Figure: Sendable {
    /// For a file, without its ending.
    public internal(set) var name: String
    public let title: String
    /// What is drawn, and how.
    public let caption: String
    /// The rounds behind it.
    public let basis: String
    /// Under a heading that says the rest.
    var shortTitle: String
    /// The path and load that figures beside it show too.
    var cellTitle: String?
    /// The same for a phone, where it needs another layout.
    var narrower: [Figure] = []
    /// Whether it shows what the experiment is judged by.
    var isLeading = true
    let width: Double
    let height: Double
    let body: String
    let table: Table
    /// The arms that it shows.
    let looks: [Look]
    /// Where a table's first column is the x axis: it can be pointed at.
    var pointer: Pointer?

    /// Where values of the first column lie, in the figure's pixels.
    struct Pointer: Equatable, Sendable {
        var left: Double
        var right: Double
        var from: Double
        var to: Double
        var isLogarithmic = false
    }

    init(
        _ name: String, title: String, caption: String, basis: String, size: (Double, Double),
        looks: [Look], table: Table, pointer: Pointer? = nil, _ draw: (inout Canvas) -> Void
    ) {
        self.name = name
        self.title = title
        shortTitle = title
        self.caption = caption
        self.basis = basis
        (width, height) = size
        self.looks = looks
        self.table = table
        self.pointer = pointer
        var canvas = Canvas()
        draw(&canvas)
        body = canvas.text
    }

    private var description: String { "\(caption) \(basis)" }

    /// The file: with heading, legend and colours of its own, light and dark.
    public var svg: String {
        let heading = Heading(of: self)
        let whole = height + heading.height
        var text = Figure.opening(width, whole, title, description, names: "figure alone")
        text += "<style>\(FigureStyle.alone)</style>\n"
        text += heading.text
        text += "<g transform=\"translate(0 \(Coordinate.text(heading.height)))\">\n"
        return text + body + "</g>\n</svg>\n"
    }

    /// As part of a page, which has the colours, heading and legend.
    var inline: String {
        var extra = ""
        if let pointer {
            let edges = "\(Coordinate.text(pointer.left)) \(Coordinate.text(pointer.right))"
            extra = " data-x=\"\(edges) \(pointer.from) \(pointer.to)"
            extra += pointer.isLogarithmic ? " log\"" : "\""
        }
        return Figure.opening(width, height, title, description, names: "figure", extra, name)
            + body + "</svg>"
    }

    private static func opening(
        _ width: Double, _ height: Double, _ title: String, _ description: String, names: String,
        _ extra: String = "", _ name: String = "figure"
    ) -> String {
        let size = "\(Coordinate.text(width)) \(Coordinate.text(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="\(names)" viewBox="0 0 \(size)" \
            role="img" aria-labelledby="\(name)-title \(name)-desc"\(extra)>
            <title id="\(name)-title">\(Markup.escaped(title))</title>
            <desc id="\(name)-desc">\(Markup.escaped(description))</desc>

            """
    }
}
