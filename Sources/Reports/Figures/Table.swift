// SPDX-License-Identifier: Apache-2.0
/// Rows of text under named columns: what a figure shows, for those who read or reckon.
struct Table: Equatable, Sendable {
    var columns: [Column]
    var rows: [[String]] = []

    struct Column: Equatable, Sendable {
        var name: String
        /// Numbers stand to the right, so that their digits do under each other.
        var isNumber: Bool
    }

    /// Names of columns; those that begin with `#` hold numbers.
    init(_ names: String..., rows: [[String]] = []) { self.init(names, rows: rows) }

    init(_ names: [String], rows: [[String]] = []) {
        columns = names.map { name in
            name.hasPrefix("#")
                ? Column(name: String(name.dropFirst()), isNumber: true)
                : Column(name: name, isNumber: false)
        }
        self.rows = rows
    }
}
