// SPDX-License-Identifier: Apache-2.0
extension Parser {
    /// Reads a number: whole ones exactly, those with a point or an exponent as a `Double`.
    mutating func number() throws(JSON.SyntaxError) -> JSON {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        // No number but 0 begins with one.
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        let wholeEnd = position
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if wholeEnd == position {
            if let value = Int64(text) { return .integer(value) }
            if let value = UInt64(text) { return .unsigned(value) }
        } else if let value = Double(text), value.isFinite {
            return .number(value)
        }
        throw error(.outOfRange(text), at: start)
    }

    /// Skips one digit or more.
    private mutating func digits() throws(JSON.SyntaxError) {
        let start = position
        while let byte = peek, isDigit(byte) { position += 1 }
        guard position > start else { throw expected("a digit") }
    }
}
