// SPDX-License-Identifier: Apache-2.0
/// A value on its way into a row.
enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    static func whole(_ value: some FixedWidthInteger) -> Cell { .integer(Int64(value)) }

    /// SQLite has 63 bits and a sign: the largest counters read as negative numbers.
    static func counter(_ value: UInt64) -> Cell { .integer(Int64(bitPattern: value)) }

    static func counter(_ value: UInt64?) -> Cell { value.map(Cell.counter) ?? .null }

    static func text(_ value: String?) -> Cell { value.map(Cell.text) ?? .null }

    static func duration(_ value: Duration?) -> Cell {
        value.map { .integer($0.inNanoseconds) } ?? .null
    }
}
