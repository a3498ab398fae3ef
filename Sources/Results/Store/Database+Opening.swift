// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Glibc

extension Database {
    /// Opens a results file that this graft knows to read, and changes nothing.
    static func look(into path: String) throws(StoreError) -> Database {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT
                ? .reason(.absent) : .reason(.said(String(cString: strerror(errno))))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .reason(.foreign("it is no regular file"))
        }
        guard status.st_size > 0 else {
            throw .reason(.empty)
        }
        do throws(StoreError) {
            return try examined(path)
        } catch .sqlite(let code, _) where isForJournal(code, path) {
            // Its writer died within a commit, which has to be taken back first. That is
            // what any reader of SQLite files does, where it may write.
            try takeBack(path)
            guard stat(path, &status) == 0, status.st_size > 0 else { throw .reason(.empty) }
            return try examined(path)
        }
    }

    private static func examined(_ path: String) throws(StoreError) -> Database {
        let database = try Database.open(path, for: .read)
        database.wait(atMost: 10_000)
        let application = try database.number("PRAGMA application_id")
        guard application == Schema.application else {
            throw .reason(.foreign("it is an SQLite file of something else"))
        }
        let version = try database.number("PRAGMA user_version")
        guard version <= Schema.version else {
            throw .reason(.newerSchema(found: Int(version), known: Schema.version))
        }
        guard version >= 1 else { throw .content("its schema has no version") }
        try database.checkSize(path)
        try database.run("PRAGMA cell_size_check = ON")
        return database
    }

    /// SQLite itself misses pages at the end only where whole ones are missing.
    private func checkSize(_ path: String) throws(StoreError) {
        let expected = try number("PRAGMA page_count") * number("PRAGMA page_size")
        var status = stat()
        guard stat(path, &status) == 0, Int64(status.st_size) < expected else { return }
        throw .content("it is cut short: \(status.st_size) bytes of \(expected)")
    }

    private static func isForJournal(_ code: Int32, _ path: String) -> Bool {
        let kind = code & 0xff
        return (kind == SQLITE_READONLY || kind == SQLITE_CANTOPEN)
            && access(path + "-journal", F_OK) == 0
    }

    private static func takeBack(_ path: String) throws(StoreError) {
        do throws(StoreError) {
            let database = try Database.open(path, for: .write)
            database.wait(atMost: 10_000)
            _ = try database.number("SELECT count(*) FROM sqlite_schema")
        } catch {
            throw .reason(
                .said(
                    "its writer died within a commit, and that cannot be taken back here "
                        + "(\(error.reason)); copy it with its -journal to where you can write"))
        }
    }
}
