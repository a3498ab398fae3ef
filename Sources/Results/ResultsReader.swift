// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc

/// A results file to be read, also while somebody writes it.
///
/// Every call sees whole runs. It holds the file for moments only, so runs that are added
/// meanwhile appear from one call to the next: take `runs()` once, and go by their numbers.
public struct ResultsReader: ~Copyable {
    public let path: String
    private let database: Database

    public init(at path: String) throws(ResultsError) {
        try self.init(at: path, attempt: "read the results file \(path)")
    }

    init(at path: String, attempt: String) throws(ResultsError) {
        do throws(StoreError) {
            let database = try Database.look(into: path)
            self.path = path
            self.database = database
        } catch {
            throw ResultsError(attempt, error.reason)
        }
    }

    public func plan() throws(ResultsError) -> PlanAsRun {
        try reading("plan") { database throws(StoreError) in try database.plan() }
    }

    /// What was the same for all runs.
    public func environment() throws(ResultsError) -> RunEnvironment {
        try reading("environment") { database throws(StoreError) in try database.environment() }
    }

    /// All runs, in the order of their numbers.
    public func runs() throws(ResultsError) -> [StoredRun] {
        try reading("runs") { database throws(StoreError) in try database.runs() }
    }

    /// All runs in short, in the order of their numbers.
    public func summaries() throws(ResultsError) -> [RunSummary] { try runs().map(\.summary) }

    /// All that is known of a run; nil for one that failed before it began.
    public func record(
        of run: Int, withSamples: Bool = true
    ) throws(ResultsError) -> RunRecord? {
        try reading("run \(run)") { database throws(StoreError) in
            try database.record(of: run, withSamples: withSamples)
        }
    }

    public func samples(of run: Int) throws(ResultsError) -> RunRecord.Samples {
        try reading("samples of run \(run)") { database throws(StoreError) in
            try database.samples(of: run)
        }
    }

    /// Samples of one kind of one run, in order, some ten thousand at a time.
    public func eachChunk<Sample: StoredSample>(
        of type: Sample.Type, in run: Int, _ body: (Series<Sample>) -> Void
    ) throws(ResultsError) {
        try reading("samples of run \(run)") { database throws(StoreError) in
            try database.eachChunk(of: type, in: run) { body(Series($0)) }
        }
    }

    /// Whether a run's digest is that of what the file holds: false where it was changed.
    public func isAsWritten(run: Int) throws(ResultsError) -> Bool {
        try reading("run \(run)") { database throws(StoreError) in
            try database.isAsWritten(run: run)
        }
    }

    private func reading<Answer>(
        _ subject: String, _ body: (Database) throws(StoreError) -> Answer
    ) throws(ResultsError) -> Answer {
        do throws(StoreError) {
            return try body(database)
        } catch {
            throw ResultsError("read the \(subject) of \(path)", error.reason)
        }
    }
}
