// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc

/// A results file to be read, also while somebody writes it.
///
/// Every call sees whole runs. It holds the file for moments only, so runs that are added
/// meanwhile appear from one call to the next: take `runs()` once, and go by their numbers.
///
/// A class: Swift 6.0 loses track of owners that are handed on between functions.
public final class ResultsReader {
    public let path: String
    private let database: Database

    public convenience init(at path: String) throws(ResultsError) {
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
        try database.reading("plan", of: path) { file throws(StoreError) in try file.plan() }
    }

    /// What was the same for all runs.
    public func environment() throws(ResultsError) -> RunEnvironment {
        try database.reading("environment", of: path) { file throws(StoreError) in
            try file.environment()
        }
    }

    /// All runs, in the order of their numbers.
    public func runs() throws(ResultsError) -> [StoredRun] {
        try database.reading("runs", of: path) { file throws(StoreError) in try file.runs() }
    }

    /// All runs in short, in the order of their numbers.
    public func summaries() throws(ResultsError) -> [RunSummary] { try runs().map(\.summary) }

    /// All that is known of a run; nil for one that failed before it began.
    public func record(
        of run: Int, withSamples: Bool = true
    ) throws(ResultsError) -> RunRecord? {
        try database.reading("run \(run)", of: path) { file throws(StoreError) in
            try file.record(of: run, withSamples: withSamples)
        }
    }

    public func samples(of run: Int) throws(ResultsError) -> RunRecord.Samples {
        try database.reading("samples of run \(run)", of: path) { file throws(StoreError) in
            try file.samples(of: run)
        }
    }

    /// Samples of one kind of one run, in order, some ten thousand at a time.
    public func eachChunk<Sample: StoredSample>(
        of type: Sample.Type, in run: Int, _ body: (Series<Sample>) -> Void
    ) throws(ResultsError) {
        try database.reading("samples of run \(run)", of: path) { file throws(StoreError) in
            try file.eachChunk(of: type, in: run) { body(Series($0)) }
        }
    }

    /// Whether a run's digest is that of what the file holds: false where it was changed.
    public func isAsWritten(run: Int) throws(ResultsError) -> Bool {
        try database.reading("run \(run)", of: path) { file throws(StoreError) in
            try file.isAsWritten(run: run)
        }
    }
}
