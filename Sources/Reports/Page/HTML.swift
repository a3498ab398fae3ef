// SPDX-License-Identifier: Apache-2.0
/// Pieces of a page from foreign text.
enum HTML {
    static func element(_ name: String, _ attributes: String = "", _ foreign: String) -> String {
        let opening = attributes.isEmpty ? name : "\(name) \(attributes)"
        return "<\(opening)>\(Markup.escaped(foreign))</\(name)>"
    }

    /// Foreign text in which no line breaks between a number and its unit.
    static func prose(_ foreign: String) -> String {
        Markup.escaped(foreign).replacing(" %", with: "&nbsp;%")
    }

    /// In a box of its own, which scrolls where the page must not.
    static func table(_ table: Table, label: String, names: String = "") -> String {
        var text = "<div class=\"scroll \(names)\" tabindex=\"0\" role=\"region\" "
        text += "aria-label=\"\(Markup.escaped(label))\">\n<table>\n<thead><tr>"
        for column in table.columns {
            text += "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>"
            text += "\(Markup.escaped(column.name))</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
        for row in table.rows {
            text += "<tr>"
            for (column, cell) in zip(table.columns, row) {
                text += column.isNumber ? "<td class=\"n\">" : "<td>"
                text += "\(Markup.escaped(cell))</td>"
            }
            text += "</tr>\n"
        }
        return text + "</tbody></table></div>\n"
    }

    /// Read by nobody who may send something: nothing is loaded, nothing leaves.
    static func head(_ title: String, version: String, css: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <meta name="generator" content="graft \(Markup.escaped(version))">
        <link rel="icon" href="data:,">
        <title>\(Markup.escaped(title))</title>
        <style>
        \(css)
        </style>
        </head>

        """
    }

    /// An arm's mark, for a legend.
    static func key(_ look: Look) -> String {
        let mark = look.mark.path(at: Point(8, 8), radius: 5)
        return "<span class=\"key\" data-arm=\"\(look.style)\">"
            + "<svg class=\"figure\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
            + "<path class=\"mark \(look.style)\" d=\"\(mark)\"/></svg>"
            + "<span>\(Markup.escaped(look.name))</span></span>"
    }
}
