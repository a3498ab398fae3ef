// SPDX-License-Identifier: Apache-2.0
import CSQLite
import JSON

/// Why something could not be read or written, before it is known as whose attempt.
enum StoreError: Error {
    /// SQLite's code and words.
    case sqlite(Int32, String)
    /// What stands in the file is not what this schema allows.
    case content(String)
    /// A condition with words of its own.
    case reason(ResultsError.Reason)

    init(_ mismatch: JSON.Mismatch, _ place: String) {
        self = .content("\(place): \(mismatch)")
    }

    var reason: ResultsError.Reason {
        switch self {
        case .content(let words): .damaged(words)
        case .reason(let reason): reason
        case .sqlite(let code, let words):
            switch code & 0xff {
            case SQLITE_NOTADB: .foreign("it is no SQLite file")
            case SQLITE_CORRUPT: .damaged("bytes are missing or wrong (\(words))")
            case SQLITE_FULL: .full
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_READONLY: .said("it cannot be written to")
            default: .said(words)
            }
        }
    }
}
