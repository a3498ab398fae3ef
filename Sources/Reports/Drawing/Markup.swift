// SPDX-License-Identifier: Apache-2.0
/// Foreign text made harmless for HTML and SVG.
enum Markup {
    /// Safe between tags and inside quotes of either kind.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            // XML has no way to write the others, not even as a number.
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || "&<>\"'".utf8.contains(byte)
    }

    /// A name for a file or an anchor: small letters, digits and single hyphens.
    static func slug(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: result.unicodeScalars.append(.init(byte))
            case 0x41...0x5A: result.unicodeScalars.append(.init(byte + 0x20))
            default: if !result.isEmpty, result.last != "-" { result += "-" }
            }
        }
        while result.last == "-" { result.removeLast() }
        return result.isEmpty ? "unnamed" : result
    }
}
