// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Experiments
import Glibc
import Results
import Testing
import Thrown

@Suite("A results file that is being written")
struct SharingTests {
    private let folder = Folder()

    @Test("has one writer, and any number of readers")
    func locks() throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        let reader = try ResultsReader(at: folder.file())
        for round in 0..<3 {
            try writer.add(Example.record(), summary: Example.summary(round: round), seed: 1)
            #expect(try reader.runs().count == round + 1)
            let second = thrown(ResultsError.self) {
                _ = try ResultsWriter.resume(at: folder.file(), planDigest: Example.plan.digest)
            }
            #expect(
                second?.description
                    == "go on with the results file \(folder.file()): another process writes it")
        }
    }

    @Test("is whole without any other file between two runs")
    func alone() throws {
        var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
        try writer.add(Example.record(), summary: Example.summary(), seed: 1)
        #expect(access(folder.file() + "-journal", F_OK) != 0)
        write(bytes(of: folder.file()), to: folder.file("copy"))
        #expect(try ResultsReader(at: folder.file("copy")).record(of: 1) == Example.record())
        try writer.add(Example.record(), summary: Example.summary(round: 1), seed: 1)
    }

    @Test("can be read where nothing can be written", .enabled(if: geteuid() == 0, "needs root"))
    func readOnly() throws {
        let disk = try SmallDisk(in: folder)
        do {
            var writer = try ResultsWriter.create(at: disk.file, plan: Example.plan)
            try writer.add(Example.record(), summary: Example.summary(), seed: 1)
        }
        try disk.closeForWriting()
        #expect(try ResultsReader(at: disk.file).runs().count == 1)
        let resuming = thrown(ResultsError.self) {
            _ = try ResultsWriter.resume(at: disk.file, planDigest: Example.plan.digest)
        }
        #expect(
            resuming?.description
                == "go on with the results file \(disk.file): it cannot be written to")
    }

    @Test("is read as it was before a commit that its writer did not live to end")
    func halfCommitted() throws {
        let copy = folder.file("copy")
        try leaveHalfCommitted(copy)
        #expect(try ResultsReader(at: copy).record(of: 1) == Example.record())
        #expect(access(copy + "-journal", F_OK) != 0)
    }

    @Test(
        "is refused with half a commit where that cannot be taken back",
        .enabled(if: geteuid() == 0, "needs root"))
    func halfCommittedReadOnly() throws {
        let disk = try SmallDisk(in: folder)
        try leaveHalfCommitted(disk.file)
        try disk.closeForWriting()
        let error = thrown(ResultsError.self) { _ = try ResultsReader(at: disk.file) }
        #expect(
            error?.description
                == "read the results file \(disk.file): its writer died within a commit, and that "
                + "cannot be taken back here (it cannot be written to); copy it with its -journal "
                + "to where you can write")
    }

    /// Copies a file and its journal while a transaction has spilled pages into it.
    private func leaveHalfCommitted(_ copy: String) throws {
        do {
            var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
            try writer.add(Example.record(), summary: Example.summary(), seed: 1)
        }
        var database: OpaquePointer?
        sqlite3_open(folder.file(), &database)
        defer { sqlite3_close(database) }
        let sql = """
            PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM sample; DELETE FROM spell;
            DELETE FROM value; DELETE FROM arm; DELETE FROM flow; DELETE FROM run;
            """
        let status = sqlite3_exec(database, sql, nil, nil, nil)
        try #require(status == SQLITE_OK)
        write(bytes(of: folder.file()), to: copy)
        write(bytes(of: folder.file() + "-journal"), to: copy + "-journal")
        try #require(bytes(of: copy + "-journal").count > 512)
    }

    @Test(
        "keeps what was committed when there is no more room",
        .enabled(if: geteuid() == 0, "needs root"))
    func full() throws {
        let disk = try SmallDisk(in: folder)
        defer { withExtendedLifetime(disk) {} }
        let path = disk.file
        var writer = try ResultsWriter.create(at: path, plan: Example.plan)
        let record = Example.record(flows: 10, ticks: 1000)
        var kept = 0
        let error = thrown(ResultsError.self) {
            while kept < 100 {
                try writer.add(record, summary: Example.summary(round: kept), seed: 1)
                kept += 1
            }
        }
        #expect(error?.reason == .full)
        #expect(
            error?.description == "keep run \(kept + 1) in \(path): the disk is full")
        #expect(kept > 1)
        let reader = try ResultsReader(at: path)
        #expect(try reader.runs().count == kept)
        let read = try reader.record(of: kept)
        #expect(read == record)
        // What is small enough still goes in.
        try writer.add(nil, summary: Example.summary(round: 99), seed: 1)
    }
}
