// SPDX-License-Identifier: Apache-2.0
/// What can be said as JSON: the types that verbs return conform, and so `JSON(them)` works.
public protocol JSONConvertible {
    var json: JSON { get }
}

extension JSON {
    public init(_ value: some JSONConvertible) {
        self = value.json
    }
}

extension JSON: JSONConvertible {
    public var json: JSON { self }
}

extension JSON.Object: JSONConvertible {
    public var json: JSON { .object(self) }
}

extension Bool: JSONConvertible {
    public var json: JSON { .bool(self) }
}

extension Double: JSONConvertible {
    public var json: JSON { .number(self) }
}

extension String: JSONConvertible {
    public var json: JSON { .string(self) }
}

extension JSONConvertible where Self: FixedWidthInteger {
    /// A number of more than 64 bits that does not fit them is our bug, and traps.
    public var json: JSON {
        if let signed = Int64(exactly: self) { .integer(signed) } else { .unsigned(UInt64(self)) }
    }
}

extension Int: JSONConvertible {}
extension Int8: JSONConvertible {}
extension Int16: JSONConvertible {}
extension Int32: JSONConvertible {}
extension Int64: JSONConvertible {}
extension UInt: JSONConvertible {}
extension UInt8: JSONConvertible {}
extension UInt16: JSONConvertible {}
extension UInt32: JSONConvertible {}
extension UInt64: JSONConvertible {}

/// `nil` is `null`.
extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    public var json: JSON { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    public var json: JSON { .array(map(\.json)) }
}
