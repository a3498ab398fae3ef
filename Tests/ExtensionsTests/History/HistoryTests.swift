// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Extensions

@Suite("The history")
struct HistoryTests {
    private static let digests = [0, 1].map { Digest(of: [UInt8($0)]) }

    /// At so many seconds after 2025-11-21T01:28:00Z.
    private func entry(_ seconds: Int64, _ name: String? = "cubic") -> History.Entry {
        History.Entry(
            at: WallTime(nanoseconds: (1_763_688_480 + seconds) * 1_000_000_000),
            by: History.Author(who: "root (ada)", pid: 42), verb: "swap", name: name,
            outcome: .done, duration: .microseconds(8250))
    }

    private var full: History.Entry {
        var entry = entry(0)
        entry.hook = "tcp_congestion_ops"
        entry.before = HistoryTests.digests[0]
        entry.after = HistoryTests.digests[1]
        entry.knobs = [Record.Setting(knob: "beta", value: "819")]
        entry.guards = [
            History.Guarded(text: "retransmits < 2%", held: false, found: "7.4 %"),
            History.Guarded(text: "srtt.mean < 2x before", held: nil, found: nil),
        ]
        entry.outcome = .rolledBack("retransmits 7.4 % (guard: < 2 %)")
        return entry
    }

    @Test("writes an entry as one line, and reads the same")
    func line() throws {
        try withScratch { places in
            let history = History(places)
            try history.append(full, Session(places))
            #expect(
                try history.file.text()
                    == #"{"schema":1,"at":1763688480000000000,"time":"2025-11-21T01:28:00.000Z","#
                    + #""who":"root (ada)","pid":42,"verb":"swap","name":"cubic","#
                    + #""hook":"tcp_congestion_ops","#
                    + #""before":"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d","#
                    + #""after":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","#
                    + #""knobs":{"beta":"819"},"outcome":"rolled_back","#
                    + #""why":"retransmits 7.4 % (guard: < 2 %)","guards":["#
                    + #"{"text":"retransmits < 2%","held":false,"found":"7.4 %"},"#
                    + #"{"text":"srtt.mean < 2x before","held":null,"found":null}],"#
                    + #""durationNanoseconds":8250000}"# + "\n")
            #expect(try history.read() == History.Reading(entries: [full]))
        }
    }

    @Test(
        "keeps every outcome, and what an entry leaves out",
        arguments: [
            History.Outcome.done, .refused("no such file"), .rolledBack("severed"),
            .recovered("the swap was undone"),
        ])
    func outcomes(outcome: History.Outcome) throws {
        try withScratch { places in
            let history = History(places)
            var bare = entry(0, nil)
            bare.outcome = outcome
            try history.append(bare, Session(places))
            #expect(try history.read().entries == [bare])
        }
    }

    @Test("is empty where nothing was ever done")
    func nothing() throws {
        try withScratch { places in
            let reading = try History(places).read()
            #expect(reading == History.Reading())
        }
    }

    @Test("gives what a name, a time and a number ask for, the oldest first")
    func filters() throws {
        try withScratch { places in
            let history = History(places)
            let session = try Session(places)
            let entries = [entry(0), entry(10, "reno"), entry(20), entry(30, nil), entry(40)]
            for entry in entries { try history.append(entry, session) }
            func read(_ filter: History.Filter) throws -> [History.Entry] {
                try history.read(filter).entries
            }
            #expect(try read(.init()) == entries)
            #expect(try read(.init(name: "cubic")) == [entries[0], entries[2], entries[4]])
            #expect(try read(.init(since: entries[3].at)) == [entries[3], entries[4]])
            #expect(try read(.init(name: "cubic", last: 2)) == [entries[2], entries[4]])
            #expect(try read(.init(name: "vegas")) == [])
            #expect(try read(.init(last: 9)) == entries)
        }
    }

    @Test("skips a line that a crash cut short, says so, and goes on after it")
    func cutShort() throws {
        try withScratch { places in
            let history = History(places)
            let session = try Session(places)
            try history.append(entry(0), session)
            try history.append(full, session)
            let bytes = try history.file.bytes()
            try history.file.replace(with: Array(bytes.dropLast(40)))
            let cut = try history.read()
            #expect(cut.entries == [entry(0)])
            #expect(cut.skipped == [History.Skipped(line: 2, why: "cut short by a crash")])

            try history.append(entry(20), session)
            let after = try history.read()
            #expect(after.entries == [entry(0), entry(20)])
            #expect(after.skipped.map(\.line) == [2])
            #expect(
                after.skipped.map(\.why)
                    == ["column 513: the text ends where the closing quote was expected"])
        }
    }

    @Test("takes a line that lacks only its end for whole")
    func cutAtItsEnd() throws {
        try withScratch { places in
            let history = History(places)
            let session = try Session(places)
            try history.append(entry(0), session)
            try history.file.replace(with: Array(try history.file.bytes().dropLast()))
            try history.append(entry(10), session)
            #expect(try history.read() == History.Reading(entries: [entry(0), entry(10)]))
        }
    }

    @Test("skips what another graft wrote, and says what is wrong with it")
    func foreign() throws {
        try withScratch { places in
            let history = History(places)
            try Folder(places.store).create()
            try history.file.replace(with: "{\"schema\":2}\n\n[]\n{\"schema\":1,\"at\":\"now\"}\n")
            #expect(
                try history.read().skipped == [
                    History.Skipped(line: 1, why: "schema: expected 1, found 2, another graft's"),
                    History.Skipped(
                        line: 3,
                        why: "schema: expected a whole number from -9223372036854775808 to "
                            + "9223372036854775807, found nothing"),
                    History.Skipped(
                        line: 4,
                        why: "at: expected a whole number from -9223372036854775808 to "
                            + "9223372036854775807, found a string"),
                ])
        }
    }

    @Test("moves its older half out when it would pass its bound, and stays below it")
    func bounded() throws {
        try withScratch { places in
            let line = (entry(10).json.text(.compact) + "\n").utf8.count
            let history = History(places, limit: 10 * line)
            let session = try Session(places)
            for index in 0..<10 { try history.append(entry(Int64(10 + index)), session) }
            #expect(try history.read().entries.count == 10)
            #expect(!history.older.isThere)
            // The half lies at an end of a line, which goes with the older ones.
            try history.append(entry(20), session)
            #expect(try history.read().entries == (16...20).map { entry($0) })
            #expect(try history.older.text().split(separator: "\n").count == 6)
            for index in 21..<60 { try history.append(entry(Int64(index)), session) }
            #expect(try history.file.bytes().count <= 10 * line)
            #expect(try history.read().entries.last == entry(59))
            #expect(
                try Folder(places.store).names() == ["history.jsonl", "history.old.jsonl"])
        }
    }

    @Test("names its author as the kernel knows him")
    func author() throws {
        let author = try History.Author.current()
        let (who, process) = (try User.inWords(), try ProcessIdentity.current())
        #expect(author == History.Author(who: who, pid: process.pid))
    }
}
