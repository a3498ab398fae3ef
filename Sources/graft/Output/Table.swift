// SPDX-License-Identifier: Apache-2.0

/// Rows under headings, each column as wide as its widest cell.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []
    /// Columns of numbers, set to the right.
    private let numeric: Set<Int>

    init(_ headings: String..., numeric: Set<Int> = []) {
        self.init(headings, numeric: numeric)
    }

    init(_ headings: [String], numeric: Set<Int> = []) {
        self.headings = headings
        self.numeric = numeric
    }

    mutating func add(_ cells: String...) { add(cells) }

    mutating func add(_ cells: [String]) {
        precondition(cells.count == headings.count, "a row has as many cells as headings")
        rows.append(cells)
    }

    var text: String {
        let lines = [headings] + rows
        let widths = headings.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.enumerated().map { column, cell in
                let room = String(repeating: " ", count: widths[column] - cell.count)
                return numeric.contains(column) ? room + cell : cell + room
            }
            return Table.trimmed(cells.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
