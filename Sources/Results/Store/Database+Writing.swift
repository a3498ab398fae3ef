// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc

extension Database {
    /// How long a commit waits for readers: they hold a file for moments.
    private static let patience: Int32 = 30_000

    /// Makes the tables of a file that is there and empty, and claims it.
    static func begin(
        at path: String, plan: PlanAsRun, environment: RunEnvironment
    ) throws(StoreError) -> Database {
        let database = try Database.open(path, for: .write)
        try database.prepareForWriting()
        try database.run("BEGIN IMMEDIATE")
        try database.run("PRAGMA application_id = \(Schema.application)")
        try database.run("PRAGMA user_version = \(Schema.version)")
        try database.run(Schema.statements)
        try database.explain()
        try database.write(plan)
        try database.prepare("INSERT INTO experiment_fact VALUES (?, ?, ?)")
            .runAll(
                environment.facts.enumerated().map {
                    [.whole($0.offset), .text($0.element.name), .text($0.element.value)]
                })
        try database.run("COMMIT")
        try database.hold()
        return database
    }

    func prepareForWriting() throws(StoreError) {
        // A rollback journal: the file alone is always all there is between two commits, and
        // it can be read where nothing can be written. Each commit is on the disk when it ends.
        try run("PRAGMA journal_mode = DELETE")
        try run("PRAGMA synchronous = FULL")
        // A run's pages stay in memory until it is whole: readers are kept out for the commit only.
        try run("PRAGMA cache_size = -65536")
        try run("PRAGMA cell_size_check = ON")
    }

    /// Takes the file for writing from now on; refused where somebody has it.
    ///
    /// The lock is SQLite's own for a transaction that has written nothing yet: readers pass,
    /// writers do not, and it ends with the process. Who writes lets go for a moment after each
    /// commit; so a claim is made twice, with time between for the other to take it back.
    func claim() throws(StoreError) {
        wait(atMost: 0)
        try run("BEGIN IMMEDIATE")
        try run("ROLLBACK")
        usleep(50_000)
        try run("BEGIN IMMEDIATE")
        wait(atMost: Self.patience)
    }

    /// Takes the lock for the next run, where it is not held already.
    func hold() throws(StoreError) {
        wait(atMost: Self.patience)
        if !isInTransaction { try run("BEGIN IMMEDIATE") }
    }

    private func write(_ plan: PlanAsRun) throws(StoreError) {
        try prepare("INSERT INTO experiment VALUES (?, ?, ?, ?, ?)").run([
            .text(plan.text), .text(plan.digest), .text(plan.file), .text(plan.graft),
            .integer(plan.wallNanoseconds),
        ])
    }

    /// Writes into the file what its columns mean.
    private func explain() throws(StoreError) {
        let meaning = try prepare("INSERT INTO meaning VALUES (?, ?, ?, ?)")
        for table in Schema.tables {
            try meaning.runAll(
                table.columns.map {
                    [.text(table.name), .text($0.name), .text($0.unit), .text($0.meaning)]
                })
        }
        try explain(FlowSample.self)
        try explain(QueueSample.self)
        try explain(AckSample.self)
        try explain(CodeSample.self)
        try explain(LatencyCount.self)
    }

    private func explain<Sample: StoredSample>(_ type: Sample.Type) throws(StoreError) {
        try prepare("INSERT INTO sample_layout VALUES (?, ?, ?, ?, ?, ?, ?)")
            .runAll(
                Sample.columns.enumerated().map { position, column in
                    [
                        .text(Sample.kind.rawValue), .whole(position), .text(column.name),
                        .text(column.type.rawValue), .text(column.unit),
                        .text(column.coding.rawValue), .text(column.meaning),
                    ]
                })
    }
}

extension Statement {
    /// Runs it once for each row.
    func runAll(_ rows: [[Cell]]) throws(StoreError) {
        for row in rows { try run(row) }
    }
}
