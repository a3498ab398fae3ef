// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Experiments
import Glibc
import Results
import Testing
import Thrown

@Suite("What is no whole results file")
struct RefusalTests {
    private let folder = Folder()

    private func refusal(_ path: String) -> ResultsError? {
        thrown(ResultsError.self) { _ = try ResultsReader(at: path) }
    }

    /// Runs SQL of a test's own on a file.
    private func change(_ path: String, _ sql: String) {
        var database: OpaquePointer?
        sqlite3_open(path, &database)
        let status = sqlite3_exec(database, sql, nil, nil, nil)
        #expect(status == SQLITE_OK)
        sqlite3_close(database)
    }

    private func begin(runs: Int = 2) throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        for round in 0..<runs {
            try writer.add(
                Example.record(flows: 3, ticks: 50), summary: Example.summary(round: round), seed: 1
            )
        }
    }

    @Test("is told as what it is")
    func foreign() throws {
        #expect(
            refusal(folder.file())?.description
                == "read the results file \(folder.file()): there is no such file")
        #expect(refusal(folder.path)?.reason == .foreign("it is no regular file"))
        write([], to: folder.file("empty"))
        #expect(refusal(folder.file("empty"))?.reason == .empty)
        write(Array("#!/bin/sh\n".utf8), to: folder.file("words"))
        #expect(refusal(folder.file("words"))?.reason == .foreign("it is no SQLite file"))
        write((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }, to: folder.file("noise"))
        #expect(refusal(folder.file("noise"))?.reason == .foreign("it is no SQLite file"))
        change(folder.file("other"), "CREATE TABLE run (number)")
        #expect(
            refusal(folder.file("other"))?.reason
                == .foreign("it is an SQLite file of something else"))
    }

    @Test("is told when it is of a newer schema, and is not touched")
    func newer() throws {
        try begin()
        change(folder.file(), "PRAGMA user_version = 2")
        let before = bytes(of: folder.file())
        #expect(refusal(folder.file())?.reason == .newerSchema(found: 2, known: 1))
        let resuming = thrown(ResultsError.self) {
            _ = try ResultsWriter.resume(at: folder.file(), planDigest: Example.plan.digest)
        }
        #expect(
            resuming?.description
                == "go on with the results file \(folder.file()): "
                + "it is of schema 2, and this graft knows 1")
        #expect(bytes(of: folder.file()) == before)
    }

    @Test("is told when it is cut short, wherever that is")
    func cut() throws {
        try begin()
        let whole = bytes(of: folder.file())
        let path = folder.file("cut")
        for length in stride(from: 1, to: whole.count, by: 1777) {
            write(whole[..<length], to: path)
            let refusal = refusal(path)
            let isSaid =
                switch refusal?.reason {
                case .damaged, .foreign, .empty: true
                default: false
                }
            #expect(isSaid, "\(length) of \(whole.count): \(String(describing: refusal))")
        }
    }

    @Test("never brings a reader down, whichever bytes are wrong")
    func noise() throws {
        try begin()
        let whole = bytes(of: folder.file())
        let path = folder.file("noise")
        var state: UInt64 = 7
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0..<30 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let place = Int(state >> 33) % (bytes.count - 100) + 100
                bytes[place] = UInt8(truncatingIfNeeded: state >> 20)
            }
            write(bytes, to: path)
            // Read or refused; a crash would end the test.
            _ = thrown(ResultsError.self) {
                let reader = try ResultsReader(at: path)
                for run in try reader.runs() {
                    _ = try reader.record(of: run.number)
                    _ = try reader.isAsWritten(run: run.number)
                }
            }
        }
    }

    @Test("is found out by its digest when a figure was changed by hand")
    func changed() throws {
        try begin()
        change(folder.file(), "UPDATE spell SET throughput = throughput + 1 WHERE run = 2")
        let reader = try ResultsReader(at: folder.file())
        let answers = [try reader.isAsWritten(run: 1), try reader.isAsWritten(run: 2)]
        #expect(answers == [true, false])
    }

    @Test("is not gone on with under another plan")
    func otherPlan() throws {
        try begin(runs: 0)
        let error = thrown(ResultsError.self) {
            _ = try ResultsWriter.resume(at: folder.file(), planDigest: "0123456789abcdef")
        }
        #expect(
            error?.description
                == "go on with the results file \(folder.file()): "
                + "it was made by another plan (abababababab, not 0123456789ab)")
        #expect(error?.hint != nil)
    }

    @Test("is not begun over a file that is there")
    func exists() throws {
        write([1], to: folder.file())
        let error = thrown(ResultsError.self) {
            _ = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        }
        #expect(error?.reason == .exists)
        #expect(bytes(of: folder.file()) == [1])
    }

    @Test("has one place for each run")
    func taken() throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        try writer.add(nil, summary: Example.summary(), seed: 1)
        let error = thrown(ResultsError.self) {
            try writer.add(nil, summary: Example.summary(), seed: 1)
        }
        #expect(error?.reason == .taken(Example.summary().key))
        try writer.add(nil, summary: Example.summary(attempt: 1), seed: 1)
        #expect(try writer.summaries().map(\.number) == [1, 2])
    }
}
