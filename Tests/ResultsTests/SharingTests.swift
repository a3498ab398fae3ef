// SPDX-License-Identifier: Apache-2.0
import CSQLite
import Experiments
import Glibc
import Results
import Testing

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

    @Test("can be read where nothing can be written")
    func readOnly() throws {
        do {
            var writer = try ResultsWriter.create(at: folder.file(), plan: Example.plan)
            try writer.add(Example.record(), summary: Example.summary(), seed: 1)
        }
        chmod(folder.file(), 0o444)
        chmod(folder.path, 0o555)
        #expect(try ResultsReader(at: folder.file()).runs().count == 1)
    }

    @Test("keeps what was committed when there is no more room", .enabled(if: geteuid() == 0))
    func full() throws {
        // A file system of its own, of two megabytes.
        let place = folder.file("small")
        mkdir(place, 0o755)
        let mounted = mount("graft", place, "tmpfs", 0, "size=2m")
        try #require(mounted == 0)
        defer {
            umount(place)
            rmdir(place)
        }
        let path = place + "/results.sqlite"
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
