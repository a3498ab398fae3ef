// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Database {
    /// What is read of the file at `path`, or why that cannot be.
    func reading<Answer>(
        _ subject: String, of path: String, _ body: (Database) throws(StoreError) -> Answer
    ) throws(ResultsError) -> Answer {
        do throws(StoreError) {
            return try body(self)
        } catch {
            throw ResultsError("read the \(subject) of \(path)", error.reason)
        }
    }

    func plan() throws(StoreError) -> PlanAsRun {
        let row = try prepare(
            "SELECT plan, plan_digest, plan_file, graft, begun_wall_ns FROM experiment")
        guard try row.step() else { throw .content("it has no plan") }
        return PlanAsRun(
            text: row.text(0), digest: row.text(1), file: row.text(2), graft: row.text(3),
            wallNanoseconds: row.integer(4))
    }

    func environment() throws(StoreError) -> RunEnvironment {
        try facts(try prepare("SELECT name, value FROM experiment_fact ORDER BY position"))
    }

    func facts(_ rows: consuming Statement) throws(StoreError) -> RunEnvironment {
        var environment = RunEnvironment()
        var seen: Set<String> = []
        while try rows.step() {
            let name = rows.text(0)
            guard seen.insert(name).inserted else { throw .content("\(name) is noted twice") }
            environment.note(name, rows.text(1))
        }
        return environment
    }

    func runs() throws(StoreError) -> [StoredRun] {
        var runs = try rows()
        var places: [Int: Int] = [:]
        for (place, run) in runs.enumerated() { places[run.number] = place }
        let blocks = try prepare(
            "SELECT run, pair, arm, start_ns, end_ns FROM block ORDER BY run, position")
        while try blocks.step() {
            guard let place = places[try blocks.whole(0)] else { continue }
            runs[place].summary.blocks.append(
                RunSummary.Block(
                    pair: try blocks.whole(1), arm: blocks.text(2), start: blocks.duration(3),
                    end: blocks.duration(4), values: [:]))
        }
        try readValues(into: &runs, places)
        let counts = try prepare("SELECT run, kind, sum(count) FROM sample GROUP BY run, kind")
        while try counts.step() {
            guard let place = places[try counts.whole(0)] else { continue }
            guard let kind = SampleKind(rawValue: counts.text(1)) else {
                throw .content("no samples are called \(counts.text(1))")
            }
            runs[place].sampleCounts[kind] = try counts.whole(2)
        }
        return runs
    }

    private func rows() throws(StoreError) -> [StoredRun] {
        let row = try prepare(
            """
            SELECT number, round, path, load, arm, share, attempt, seed, outcome, words, reasons,
                findings, time_ns, start_wall_ns, digest, has_record
            FROM run ORDER BY number
            """)
        var runs: [StoredRun] = []
        while try row.step() {
            let summary = RunSummary(
                number: try row.whole(0), round: try row.whole(1), path: row.text(2),
                load: row.text(3), arm: row.text(4), share: row.isNull(5) ? nil : row.real(5),
                attempt: try row.whole(6), outcome: try row.outcome(8),
                findings: try row.findings(11),
                time: row.duration(12), startWallNanoseconds: row.integer(13))
            runs.append(
                StoredRun(
                    summary: summary, seed: row.counter(7), digest: row.text(14),
                    hasRecord: row.integer(15) != 0, sampleCounts: [:]))
        }
        return runs
    }

    private func readValues(
        into runs: inout [StoredRun], _ places: [Int: Int]
    ) throws(StoreError) {
        let row = try prepare("SELECT run, block, arm, part, metric, value FROM value")
        while try row.step() {
            guard let place = places[try row.whole(0)] else { continue }
            guard let metric = Metric(rawValue: row.text(4)) else {
                throw .content("no metric is called \(row.text(4))")
            }
            let (block, arm) = (try row.whole(1), row.text(2))
            let (measure, value) = (Measure(row.text(3), metric), row.real(5))
            if block >= 0 {
                guard block < runs[place].summary.blocks.count else {
                    throw .content("run \(runs[place].number) has no block \(block)")
                }
                runs[place].summary.blocks[block].values[measure] = value
            } else if arm.isEmpty {
                runs[place].summary.values[measure] = value
            } else {
                runs[place].summary.armValues[arm, default: [:]][measure] = value
            }
        }
    }
}

extension Statement {
    /// From three columns: the word, the words, and the reasons.
    func outcome(_ column: Int32) throws(StoreError) -> RunOutcome {
        switch text(column) {
        case "valid": return .valid
        case "void":
            return .void(try [VoidReason](codedText: text(column + 2), "reasons of a void run"))
        case "failed": return .failed(text(column + 1))
        case let word: throw .content("no run ends \(word)")
        }
    }

    func findings(_ column: Int32) throws(StoreError) -> [Finding] {
        isNull(column) ? [] : try [Finding](codedText: text(column), "findings of a run")
    }
}
