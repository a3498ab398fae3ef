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
            do {
                let entry = try Entry(JSON(parsing: Array(line)).root)
                if filter.admits(entry) { reading.entries.append(entry) }
            } catch {
                let isCut = index == lines.count - 1
                reading.skipped.append(
                    Skipped(line: index + 1, why: isCut ? "cut short by a crash" : "\(error)"))
            }
        }
        if let last = filter.last { reading.entries = reading.entries.suffix(max(last, 0)) }
        return reading
    }
}

extension History.Filter {
    fileprivate func admits(_ entry: History.Entry) -> Bool {
        if let name, entry.name != name { return false }
        if let since, entry.at < since { return false }
        return true
    }
}
