// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Results

/// A results file of one run: the form in which a record goes from one machine to another.
enum RunFile {
    /// `file` is where it is written meanwhile.
    static func bytes(
        of record: RunRecord, _ run: PlannedRun, of plan: Plan, by file: File
    ) throws -> [UInt8] {
        try file.removeIfAny()
        defer { try? file.removeIfAny() }
        let summary = RunSummary(of: record, run, of: plan, number: 1, attempt: 0)
        try ResultsWriter.write(record, summary: summary, seed: run.seed, at: file.path)
        return try file.bytes()
    }

    static func record(in bytes: [UInt8], by file: File) throws -> RunRecord? {
        try file.replace(with: bytes)
        defer { try? file.removeIfAny() }
        return try ResultsReader(at: file.path).record(of: 1)
    }
}
