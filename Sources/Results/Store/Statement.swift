// SPDX-License-Identifier: Apache-2.0
import CSQLite

/// A prepared statement of an open file, which must outlive it.
///
/// A class: Swift 6.0 loses track of owners that are looked at in loops.
final class Statement {
    private let handle: OpaquePointer

    init(owning handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Runs it once with these values, for its effect.
    func run(_ cells: [Cell]) throws(StoreError) {
        try bind(cells)
        while try step() {}
        sqlite3_reset(handle)
    }

    /// Begins anew with these values.
    func bind(_ cells: [Cell]) throws(StoreError) {
        sqlite3_reset(handle)
        for (index, cell) in cells.enumerated() {
            let status = bind(cell, at: Int32(index + 1))
            guard status == SQLITE_OK else { throw refusal(status) }
        }
    }

    private func bind(_ cell: Cell, at place: Int32) -> Int32 {
        switch cell {
        case .null: return sqlite3_bind_null(handle, place)
        case .integer(let value): return sqlite3_bind_int64(handle, place, value)
        case .real(let value): return sqlite3_bind_double(handle, place, value)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    // Nothing at all would be NULL.
                    guard let start = bytes.baseAddress else {
                        return graft_sqlite_bind_text(handle, place, "", 0)
                    }
                    return graft_sqlite_bind_text(handle, place, start, Int32(bytes.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                graft_sqlite_bind_blob(handle, place, $0.baseAddress, Int32($0.count))
            }
        }
    }

    /// Goes to the next row; false: there is none.
    func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let status:
            let refusal = refusal(status)
            sqlite3_reset(handle)
            throw refusal
        }
    }

    private func refusal(_ status: Int32) -> StoreError {
        guard let database = sqlite3_db_handle(handle) else { return .sqlite(status, "") }
        let system = sqlite3_system_errno(database)
        if status & 0xff == SQLITE_IOERR, system == 28 { return .reason(.full) }
        return .sqlite(status, String(cString: sqlite3_errmsg(database)))
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func whole<Integer: FixedWidthInteger>(
        _ column: Int32, as type: Integer.Type = Int.self
    ) throws(StoreError) -> Integer {
        let value = integer(column)
        guard let fitting = Integer(exactly: value) else {
            throw .content("\(name(column)) cannot be \(value)")
        }
        return fitting
    }

    /// A counter, which fills the sign's bit too.
    func counter(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    func duration(_ column: Int32) -> Duration { .nanoseconds(integer(column)) }

    /// NULL is no number.
    func real(_ column: Int32) -> Double {
        isNull(column) ? .nan : sqlite3_column_double(handle, column)
    }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Lends the bytes of a blob until the next step.
    func withBlob<Answer>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        let bytes = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
    }

    private func name(_ column: Int32) -> String {
        sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "a column"
    }
}
