// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc

/// A results file that runs are added to. One process at a time has it; others may read.
///
/// A run is in the file as a whole, or not at all. The file is locked until this value ends.
public struct ResultsWriter: ~Copyable {
    public let path: String
    public let plan: PlanAsRun
    let database: Database
    /// The number of the run that comes next.
    public private(set) var next: Int

    private init(path: String, plan: PlanAsRun, owning database: Database, next: Int) {
        self.path = path
        self.plan = plan
        self.database = database
        self.next = next
    }

    /// Begins a file. One that is there is left alone, whatever it is.
    public static func create(
        at path: String, plan: PlanAsRun, environment: RunEnvironment = RunEnvironment()
    ) throws(ResultsError) -> ResultsWriter {
        let attempt = "begin the results file \(path)"
        let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ResultsError(
                attempt, errno == EEXIST ? .exists : .said(String(cString: strerror(errno))))
        }
        close(descriptor)
        do throws(StoreError) {
            let database = try Database.begin(at: path, plan: plan, environment: environment)
            return ResultsWriter(path: path, plan: plan, owning: database, next: 1)
        } catch {
            // It is ours, and nothing is in it. What cannot be removed is told as empty later.
            unlink(path)
            unlink(path + "-journal")
            throw ResultsError(attempt, error.reason)
        }
    }

    /// Writes a file of one run, without its plan: the form in which a record goes from one
    /// machine to another, and in which its digest is taken.
    public static func write(
        _ record: RunRecord, summary: RunSummary, seed: UInt64, at path: String
    ) throws(ResultsError) {
        var writer = try create(
            at: path,
            plan: PlanAsRun(text: "", digest: "", file: "", graft: "", wallNanoseconds: 0))
        try writer.add(record, summary: summary, seed: seed)
    }

    /// Goes on with a file that was begun under the same plan.
    public static func resume(
        at path: String, planDigest: String
    ) throws(ResultsError) -> ResultsWriter {
        let attempt = "go on with the results file \(path)"
        // Looked at before it is touched: what is not ours stays as it is.
        let plan = try ResultsReader(at: path, attempt: attempt).plan()
        guard plan.digest == planDigest else {
            throw ResultsError(attempt, .otherPlan(found: plan.digest, expected: planDigest))
        }
        do throws(StoreError) {
            let database = try Database.open(path, for: .write)
            try database.prepareForWriting()
            try database.claim()
            let last = try database.number("SELECT coalesce(max(number), 0) FROM run")
            return ResultsWriter(path: path, plan: plan, owning: database, next: Int(last) + 1)
        } catch {
            throw ResultsError(attempt, error.reason)
        }
    }

    /// Commits a run, and answers its number; the number of `summary` does not count.
    ///
    /// A run that failed before it began has no record. What both have, the summary's is kept:
    /// outcome, findings, and when it started.
    @discardableResult
    public mutating func add(
        _ record: RunRecord?, summary: RunSummary, seed: UInt64
    ) throws(ResultsError) -> Int {
        let number = next
        let attempt = "keep run \(number) in \(path)"
        do throws(StoreError) {
            try database.hold()
            try database.write(record, summary, number: number, seed: seed)
            try database.run("COMMIT")
            database.forgetPages()
        } catch {
            var reason = error.reason
            do throws(StoreError) {
                if database.isInTransaction { try database.run("ROLLBACK") }
            } catch {
                reason = .said("\(reason); and taking it back: \(error.reason)")
            }
            throw ResultsError(attempt, reason)
        }
        next += 1
        do throws(StoreError) {
            try database.hold()
        } catch {
            throw ResultsError("keep \(path) after run \(number)", error.reason)
        }
        return number
    }

    /// All runs so far in short, in the order of their numbers.
    public func summaries() throws(ResultsError) -> [RunSummary] {
        try database.reading("runs", of: path) { file throws(StoreError) in
            try file.runs().map(\.summary)
        }
    }

    /// The places of the runs that are done, by key, with how each ended.
    public func done() throws(ResultsError) -> [RunKey: RunOutcome] {
        var done: [RunKey: RunOutcome] = [:]
        for summary in try summaries() { done[summary.key] = summary.outcome }
        return done
    }
}
