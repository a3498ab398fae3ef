// SPDX-License-Identifier: Apache-2.0
extension Parser {
    /// Reads a string, from its opening quote past its closing one.
    mutating func string() throws(JSON.SyntaxError) -> String {
        let opening = position
        position += 1
        var text: [UInt8] = []
        while true {
            let start = position
            while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""),
                byte != UInt8(ascii: "\\")
            {
                position += 1
            }
            text.append(contentsOf: bytes[start..<position])
            switch peek {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error(.notUTF8, at: opening)
                }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
            case nil: throw expected("the closing quote")
            default: throw error(.controlCharacter)
            }
        }
    }

    /// Reads one escape, from its backslash.
    private mutating func escape() throws(JSON.SyntaxError) -> Character {
        let start = position
        position += 2
        switch start + 1 < bytes.count ? bytes[start + 1] : nil {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try scalar(escapedAt: start))
        default: throw error(.badEscape, at: start)
        }
    }

    /// Reads the four digits after `\u`, and a second escape where UTF-16 needs a pair.
    private mutating func scalar(escapedAt start: Int) throws(JSON.SyntaxError) -> Unicode.Scalar {
        let first = try hexadecimals(start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), peek == UInt8(ascii: "\\"),
            position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate, at: start) }
        position += 2
        let second = try hexadecimals(start)
        guard (0xDC00...0xDFFF).contains(second),
            let pair = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw error(.loneSurrogate, at: start) }
        return pair
    }

    private mutating func hexadecimals(_ start: Int) throws(JSON.SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(.badEscape, at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
