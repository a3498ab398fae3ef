// SPDX-License-Identifier: Apache-2.0
/// Reads a document by recursive descent, one function per rule of RFC 8259.
struct Parser {
    let bytes: [UInt8]
    var position = 0
    private let depthLimit: Int
    private var depth = 0

    init(bytes: [UInt8], depth: Int) {
        self.bytes = bytes
        depthLimit = depth
    }

    mutating func document() throws(JSON.SyntaxError) -> JSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.expected("nothing more")) }
        return value
    }

    private mutating func value() throws(JSON.SyntaxError) -> JSON {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
        default: throw expected("a value")
        }
    }

    /// Bounds the recursion, so that no input can exhaust the stack.
    private mutating func descend() throws(JSON.SyntaxError) {
        guard depth < depthLimit else { throw error(.tooDeep(limit: depthLimit)) }
        depth += 1
        position += 1
    }

    private mutating func object() throws(JSON.SyntaxError) -> JSON.Object {
        try descend()
        defer { depth -= 1 }
        var object = JSON.Object()
        if take("}") { return object }
        repeat {
            skipSpace()
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw expected("a key in quotes") }
            let key = try string()
            guard object[key] == nil else { throw error(.duplicateKey(key), at: start) }
            guard take(":") else { throw expected("\":\"") }
            object[key] = try value()
        } while take(",")
        guard take("}") else { throw expected("\",\" or \"}\"") }
        return object
    }

    private mutating func array() throws(JSON.SyntaxError) -> [JSON] {
        try descend()
        defer { depth -= 1 }
        var elements: [JSON] = []
        if take("]") { return elements }
        repeat {
            elements.append(try value())
        } while take(",")
        guard take("]") else { throw expected("\",\" or \"]\"") }
        return elements
    }

    private mutating func word(_ text: String, _ value: JSON) throws(JSON.SyntaxError) -> JSON {
        guard bytes[position...].starts(with: text.utf8) else { throw expected("a value") }
        position += text.utf8.count
        return value
    }

    // MARK: - Bytes

    /// The next byte, or `nil` at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    /// Skips white space, then takes the sign if it comes next.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    func expected(_ what: String) -> JSON.SyntaxError {
        error(peek == nil ? .endOfText(expected: what) : .expected(what))
    }

    func error(_ reason: JSON.SyntaxError.Reason, at place: Int? = nil) -> JSON.SyntaxError {
        let before = bytes[..<(place ?? position)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return JSON.SyntaxError(
            line: 1 + before.count { $0 == UInt8(ascii: "\n") },
            // A byte that continues a scalar does not begin a column.
            column: 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 },
            reason: reason
        )
    }
}
