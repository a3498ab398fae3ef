// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension History {
    /// Which entries; all of them unless it says less.
    public struct Filter: Equatable, Sendable {
        /// Those of this registration.
        public var name: String?
        /// Those from this moment on.
        public var since: WallTime?
        /// The newest so many of what is left.
        public var last: Int?

        public init(name: String? = nil, since: WallTime? = nil, last: Int? = nil) {
            self.name = name
            self.since = since
            self.last = last
        }
    }

    /// What was read.
    public struct Reading: Equatable, Sendable {
        /// The oldest first.
        public var entries: [Entry] = []
        /// Lines that are no entries, wherever they stand: cut short by a crash, or
        /// written by another graft.
        public var skipped: [Skipped] = []
    }

    public struct Skipped: Equatable, Sendable {
        /// Counted from 1.
        public let line: Int
        public let why: String
    }

    /// The entries that the filter lets through; none where nothing was ever done.
    public func read(_ filter: Filter = Filter()) throws(Refusal) -> Reading {
        let content = try refusing { () throws(KernelError) in try file.bytesIfAny() }
        var reading = Reading()
        let lines = (content ?? []).split(
            separator: History.lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            switch History.entry(line) {
            case .success(let entry):
                if filter.admits(entry) { reading.entries.append(entry) }
            case .failure(let flaw):
                let why = index == lines.count - 1 ? "cut short by a crash" : flaw.words
                reading.skipped.append(Skipped(line: index + 1, why: why))
            }
        }
        if let last = filter.last { reading.entries = reading.entries.suffix(max(last, 0)) }
        return reading
    }

    private struct Flaw: Error {
        let words: String
    }

    private static func entry(_ line: ArraySlice<UInt8>) -> Result<Entry, Flaw> {
        do {
            return .success(try Entry(JSON(parsing: Array(line)).root))
        } catch let error as JSON.SyntaxError {
            return .failure(Flaw(words: "column \(error.column): \(error.reason)"))
        } catch {
            return .failure(Flaw(words: "\(error)"))
        }
    }
}

extension History.Filter {
    fileprivate func admits(_ entry: History.Entry) -> Bool {
        if let name, entry.name != name { return false }
        if let since, entry.at < since { return false }
        return true
    }
}
