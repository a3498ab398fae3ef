// SPDX-License-Identifier: Apache-2.0
/// The tables of a results file: the statements that make them, and what they say of themselves.
enum Schema {
    /// Stands in `user_version`. A change that an older graft would misread makes a new one.
    static let version = 1
    /// Stands in `application_id`: "grft".
    static let application: Int64 = 0x6772_6674

    /// A table, with what each of its columns means.
    struct Table {
        let name: String
        let columns: [Column]
        let end: String

        init(_ name: String, _ columns: [Column], _ end: String = "") {
            self.name = name
            self.columns = columns
            self.end = end
        }

        var statement: String {
            var lines = columns.map { "    \($0.name) \($0.type)" }
            if !end.isEmpty { lines.append("    \(end)") }
            // Rows that belong to a run lie in its order; long ones would waste pages so.
            let isShort = end.hasPrefix("PRIMARY KEY") && name != "sample" && name != "spell"
            return "CREATE TABLE \(name) (\n\(lines.joined(separator: ",\n"))\n)"
                + (isShort ? " WITHOUT ROWID;\n" : ";\n")
        }
    }

    struct Column {
        let name: String
        let type: String
        let unit: String
        let meaning: String

        init(_ name: String, _ type: String, _ unit: String, _ meaning: String) {
            self.name = name
            self.type = type
            self.unit = unit
            self.meaning = meaning
        }
    }

    static var statements: String {
        tables.map(\.statement).joined() + """
            CREATE UNIQUE INDEX run_place
                ON run (round, path, load, arm, coalesce(share, -1), attempt);

            """
    }
}
