// SPDX-License-Identifier: Apache-2.0
/// Foreign text made harmless for Markdown.
enum Markdown {
    /// On one line, with nothing in it that Markdown or HTML would take for its own.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!", "$":
                result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func cell(_ text: String) -> String { escaped(text) }

    /// A path as the target of a link.
    static func link(_ path: String) -> String {
        path.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            case 0x2D, 0x2E, 0x2F, 0x5F: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    /// Longer than any that the text has itself.
    static func fence(around text: String) -> String {
        var longest = 0
        var length = 0
        for byte in text.utf8 {
            length = byte == 0x60 ? length + 1 : 0
            longest = max(longest, length)
        }
        return String(repeating: "`", count: max(3, longest + 1))
    }
}
