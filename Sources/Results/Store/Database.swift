// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Glibc

/// An open SQLite file; it is closed when nobody has it any more.
///
/// A class: Swift 6.0 loses track of owners that are looked at in loops.
final class Database {
    let handle: OpaquePointer

    private init(owning handle: OpaquePointer) { self.handle = handle }

    deinit {
        // Version 2 waits for statements that outlive it.
        sqlite3_close_v2(handle)
    }

    enum Access {
        case read, write
    }

    static func open(_ path: String, for access: Access) throws(StoreError) -> Database {
        let flags = access == .read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        var handle: OpaquePointer?
        let status = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle else { throw .sqlite(status, "there is no memory for it") }
        let database = Database(owning: handle)
        guard status == SQLITE_OK else { throw database.refusal(status) }
        sqlite3_extended_result_codes(handle, 1)
        // Where it may not write, SQLite opens it for reading and says so at the first change.
        if access == .write, sqlite3_db_readonly(handle, "main") == 1 {
            throw .sqlite(SQLITE_READONLY, "read-only")
        }
        return database
    }

    func refusal(_ status: Int32) -> StoreError {
        // A failed call of the system has a better word for it than SQLite.
        let system = sqlite3_system_errno(handle)
        var words = String(cString: sqlite3_errmsg(handle))
        if status & 0xff == SQLITE_CANTOPEN || status & 0xff == SQLITE_IOERR, system != 0 {
            words += " (\(String(cString: strerror(system))))"
            if system == ENOSPC || system == EDQUOT { return .reason(.full) }
        }
        return .sqlite(status, words)
    }

    /// How long a call waits for the locks of others.
    func wait(atMost milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

    /// Gives back the memory of pages that were written: they are not read again.
    func forgetPages() { sqlite3_db_release_memory(handle) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func run(_ sql: String) throws(StoreError) {
        let status = sqlite3_exec(handle, sql, nil, nil, nil)
        guard status == SQLITE_OK else { throw refusal(status) }
    }

    func prepare(_ sql: String) throws(StoreError) -> Statement {
        var statement: OpaquePointer?
        let status = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard status == SQLITE_OK, let statement else { throw refusal(status) }
        return Statement(owning: statement)
    }

    /// The first column of the first row, a whole number.
    func number(_ sql: String) throws(StoreError) -> Int64 {
        let statement = try prepare(sql)
        guard try statement.step() else { throw .content("\(sql) has no answer") }
        return statement.integer(0)
    }
}
