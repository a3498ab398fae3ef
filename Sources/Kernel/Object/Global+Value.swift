// SPDX-License-Identifier: Apache-2.0

extension Global.Value {
    /// The value as people write it: a number, `true`, a word, or bytes in hexadecimal.
    public func text(in types: BTF) -> String {
        let record = types.record(types.resolve(type))
        if record.kind == .array, types.record(types.resolve(record.arrayElement)).isChar {
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let number = unsigned else {
            return bytes.map { hexadecimal($0) }.joined()
        }
        if record.isBool { return number == 0 ? "false" : "true" }
        if record.kind == .enumeration || record.kind == .enumeration64 {
            for index in 0..<record.count where record.value(index).value == number {
                return types.name(at: record.value(index).nameOffset)
            }
        }
        return record.isSigned ? String(signed(number)) : String(number)
    }

    /// The bytes as one number, where there are at most eight.
    public var unsigned: UInt64? {
        guard [1, 2, 4, 8].contains(bytes.count) else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func signed(_ number: UInt64) -> Int64 {
        let unused = 64 - bytes.count * 8
        return Int64(bitPattern: number << unused) >> unused
    }
}

extension Global {
    /// Why a text is no value for this variable.
    public enum Misfit: Error, Equatable, Sendable {
        case notANumber(expected: String)
        case outOfRange(ClosedRange<Int64>)
        case tooWide(bits: Int)
        case noTextForm(typeName: String)
    }

    /// Reads a text as a value of this variable's type, inside its declared range.
    public func value(from text: String, in types: BTF) throws(Misfit) -> Value {
        let record = types.record(types.resolve(type))
        switch record.kind {
        case .enumeration, .enumeration64:
            for index in 0..<record.count
            where types.name(at: record.value(index).nameOffset) == text {
                return encode(Int64(bitPattern: record.value(index).value))
            }
        case .int: break
        case .array where types.record(types.resolve(record.arrayElement)).isChar:
            guard text.utf8.count < size else { throw .tooWide(bits: size * 8) }
            let padding = [UInt8](repeating: 0, count: size - text.utf8.count)
            return Value(bytes: Array(text.utf8) + padding, type: type)
        default: throw .noTextForm(typeName: typeName)
        }
        if record.isBool, let bool = Global.truth[text] { return encode(bool ? 1 : 0) }
        let expected = record.isBool ? "true or false" : "a whole number"
        // The upper half of 64 bits has no signed number: its pattern is taken as it is.
        if size == 8, !record.isSigned, let large = Global.unsigned(text), large > Int64.max {
            if let range { throw .outOfRange(range) }
            return encode(Int64(bitPattern: large))
        }
        guard let number = Global.integer(text) else { throw .notANumber(expected: expected) }
        if record.isBool, !(0...1).contains(number) { throw .notANumber(expected: expected) }
        if let range, !range.contains(number) { throw .outOfRange(range) }
        try checkWidth(number, isSigned: record.isSigned)
        return encode(number)
    }

    private func checkWidth(_ number: Int64, isSigned: Bool) throws(Misfit) {
        let bits = size * 8
        guard bits < 64 else {
            if number < 0, !isSigned { throw .tooWide(bits: bits) }
            return
        }
        let low = isSigned ? -(Int64(1) << (bits - 1)) : 0
        let high = isSigned ? Int64(1) << (bits - 1) - 1 : Int64(1) << bits - 1
        if number < low || number > high { throw .tooWide(bits: bits) }
    }

    private func encode(_ number: Int64) -> Value {
        let pattern = UInt64(bitPattern: number)
        return Value(
            bytes: (0..<size).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }, type: type)
    }

    private static let truth = [
        "true": true, "yes": true, "on": true, "false": false, "no": false, "off": false,
    ]

    /// Decimal, or hexadecimal after `0x`.
    private static func integer(_ text: String) -> Int64? {
        text.hasPrefix("0x") ? unsigned(text).flatMap { Int64(exactly: $0) } : Int64(text)
    }

    private static func unsigned(_ text: String) -> UInt64? {
        guard text.hasPrefix("0x") else { return UInt64(text) }
        // A sign behind the prefix is none of ours, though Swift would read it.
        let digits = text.dropFirst(2)
        return digits.allSatisfy(\.isHexDigit) ? UInt64(digits, radix: 16) : nil
    }
}

/// A byte as two hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
}
