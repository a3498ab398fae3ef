// SPDX-License-Identifier: Apache-2.0
/// What an arm looks like, by its place among the arms, the same in every figure.
///
/// Colours after Okabe and Ito, who chose them to be told apart by the colour-blind, darker on
/// white and lighter on black where the contrast would be below 3 to 1. Nothing rests on colour
/// alone: each arm has a mark and a dash of its own too.
enum Palette {
    static let light = [
        "#0072b2", "#d55e00", "#008a65", "#b3588e", "#a87400", "#2f8fc7", "#333333", "#7a6bb0",
    ]
    static let dark = [
        "#58b4ee", "#ff8b45", "#2ec99c", "#e79bc6", "#f0b53c", "#a5d8f7", "#e6e6e6", "#b9adf0",
    ]
    static let dashes = ["", "7 3", "2 2.5", "9 3 2 3", "5 2", "1 3", "12 3", "4 2 1 2 1 2"]

    static var count: Int { light.count }

    /// The class that gives an element an arm's colour and dash.
    static func name(_ arm: Int) -> String { "a\(arm % count)" }

    /// The custom properties of both themes, and what the classes make of them.
    static let css: String = {
        let classes = light.indices.map { arm in
            let dash = dashes[arm].isEmpty ? "" : ".a\(arm).line{stroke-dasharray:\(dashes[arm])}"
            return ".a\(arm){--c:var(--arm\(arm))}\(dash)"
        }
        return classes.joined(separator: "\n")
    }()

    static func properties(_ colours: [String]) -> String {
        colours.indices.map { "--arm\($0):\(colours[$0])" }.joined(separator: ";")
    }
}
