// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments
import Kernel
import Results
import Testbed

/// Holds a results file against itself, and some of its runs against runs that it makes anew.
struct Verifier {
    let results: DeterministicResults
    private let scratch: ScratchFolder

    init(_ results: DeterministicResults) throws(KernelError) {
        self.results = results
        scratch = try ScratchFolder(prefix: "/tmp/graft-verify-")
    }

    func verify(share: Share) throws -> Verification {
        var verification = Verification(file: results.file, runs: results.runs.count)
        verification.differences = try results.differences()
        var oddities: [Int: Verification.Oddity] = [:]
        for run in results.runs { oddities[run.number] = try oddity(of: run) }
        Interruption.note()
        defer { Terminal.rewrite("") }
        var left = chosen(oddities, share)[...]
        while !left.isEmpty, !Interruption.hasCome {
            let batch = Array(left.prefix(results.venue.atOnce))
            left = left.dropFirst(batch.count)
            Terminal.rewrite(
                batch.map { "run \($0.number): \($0.summary.key)" }.joined(separator: "; "))
            let again = results.venue.run(batch.compactMap(results.planned))
            for (run, record) in zip(batch, again) {
                verification.add(
                    try finding(run, oddities[run.number], again: record))
            }
        }
        // What the plan does not have cannot be run again.
        for run in results.runs where oddities[run.number] == .stranger {
            verification.add(.init(run: run, oddity: .stranger, wasRepeated: false))
        }
        return verification
    }

    /// What is odd about a run as it stands in the file; nil where nothing is.
    private func oddity(of run: StoredRun) throws -> Verification.Oddity? {
        guard let planned = results.planned(run) else { return .stranger }
        if planned.seed != run.seed { return .seed }
        do throws(ResultsError) {
            guard try results.reader.isAsWritten(run: run.number) else { return .changed }
            guard let record = try results.reader.record(of: run.number) else { return nil }
            let computed = RunSummary(
                of: record, planned, of: results.plan, number: run.number,
                attempt: run.summary.attempt)
            return run.summary.firstDifference(from: computed).map { .figure($0) }
        } catch {
            // What makes no sense any more was not written so.
            if case .damaged = error.reason { return .changed }
            throw error
        }
    }

    /// All odd ones, and a share of the others that are valid; in the order of the file.
    private func chosen(_ oddities: [Int: Verification.Oddity], _ share: Share) -> [StoredRun] {
        var valid = results.runs.filter {
            $0.summary.outcome == .valid && oddities[$0.number] == nil
        }
        var draws = Draws(seed: UInt64(bitPattern: WallTime.now.nanoseconds))
        draws.shuffle(&valid)
        let count = max(1, Int((Double(valid.count) * share.value).rounded()))
        let odd = results.runs.filter { run in
            oddities[run.number].map { $0 != .stranger } ?? false
        }
        return (odd + valid.prefix(count)).sorted { $0.number < $1.number }
    }

    private func finding(
        _ run: StoredRun, _ oddity: Verification.Oddity?, again: RunRecord
    ) throws -> Verification.Finding {
        var finding = Verification.Finding(run: run, oddity: oddity, wasRepeated: true)
        if case .failed(let words) = again.outcome {
            finding.oddity = oddity ?? .failed(words)
            return finding
        }
        let digest = try digest(of: again, run)
        if digest != run.digest { finding.oddity = oddity ?? .otherBytes }
        guard finding.oddity != nil else { return finding }
        // Where even this cannot be read, that it was changed is all there is to say.
        let stored = try? results.reader.record(of: run.number)
        finding.firstDifference = stored?.firstDifference(from: again)
        return finding
    }

    /// As a results file has it.
    private func digest(of record: RunRecord, _ run: StoredRun) throws -> String {
        let file = scratch.file("again-\(run.number).sqlite")
        defer { try? file.removeIfAny() }
        var summary = run.summary
        summary.outcome = record.outcome
        try ResultsWriter.write(record, summary: summary, seed: run.seed, at: file.path)
        return try ResultsReader(at: file.path).runs().first?.digest ?? ""
    }
}
