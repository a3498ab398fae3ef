// SPDX-License-Identifier: Apache-2.0
/// How wide a text will be, about: which font shows it is decided where it is read.
///
/// Errs on the wide side, so that labels keep apart.
enum TextWidth {
    static func pixels(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + width($1) } * size
    }

    /// Shortened by its end, so that it fits.
    static func fitting(_ text: String, in pixels: Double, size: Double) -> String {
        guard TextWidth.pixels(text, size: size) > pixels else { return text }
        var kept = text
        while kept.count > 1, TextWidth.pixels(kept + "…", size: size) > pixels {
            kept.removeLast()
        }
        return kept + "…"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "|", "'", "!", " ": 0.34
        case "f", "t", "r", "(", ")", "[", "]", "-", "/": 0.42
        case "m", "w", "M", "W", "@", "%", "+", "−", "±": 0.88
        case _ where scalar.value > 0x2E80: 1.05
        case "A"..."Z": 0.7
        default: 0.6
        }
    }
}
