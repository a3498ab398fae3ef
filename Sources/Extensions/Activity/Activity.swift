// SPDX-License-Identifier: Apache-2.0

/// What extensions did between two looks, operation by operation.
public struct Activity: Sendable {
    public let rows: [Row]
    /// Between the looks.
    public let seconds: Double

    public struct Row: Sendable {
        public let name: String
        public let hook: Hook
        public let site: String
        /// 0 for what others registered.
        public let version: Int
        public let isCurrent: Bool
        public let operation: String
        public let calls: UInt64
        public let nanoseconds: UInt64
    }

    /// The rows of one version, summed.
    public struct Sum: Sendable {
        public let row: Row
        public let operations: [Row]
        public let calls: UInt64
        public let nanoseconds: UInt64

        init(_ rows: [Row]) {
            row = rows[0]
            operations = rows.sorted { $0.nanoseconds > $1.nanoseconds }
            calls = rows.reduce(0) { $0 &+ $1.calls }
            nanoseconds = rows.reduce(0) { $0 &+ $1.nanoseconds }
        }
    }

    /// By version of each registration, the busiest first.
    public var sums: [Sum] {
        var groups: [String: [Row]] = [:]
        for row in rows {
            groups["\(row.name)\n\(row.site)\n\(row.version)", default: []].append(row)
        }
        return groups.values.map(Sum.init).sorted {
            ($1.nanoseconds, $0.row.name, $0.row.version) < (
                $0.nanoseconds, $1.row.name, $1.row.version
            )
        }
    }
}
