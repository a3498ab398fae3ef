// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("The object store")
struct ObjectStoreTests {
    /// Four bytes that no other number gives.
    private func object(_ number: UInt8) -> [UInt8] { [number, 0, 0, 0] }

    private func second(_ number: Int64) -> WallTime {
        WallTime(nanoseconds: number * 1_000_000_000)
    }

    private func names(_ places: Places) throws -> [String] {
        try Folder(places.store + "/objects").names()
    }

    @Test("keeps an object under its digest, and gives it back")
    func putAndGet() throws {
        try withScratch { places in
            let store = ObjectStore(places)
            let digest = try store.put([], keeping: [], Session(places), at: second(7))
            let name = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            #expect(digest.hexadecimal == name)
            #expect(try names(places) == ["\(name).bpf.o", "uses.json"])
            #expect(try store.bytes(digest) == [])
            #expect(
                try store.list() == [ObjectStore.Item(digest: digest, bytes: 0, used: second(7))])
        }
    }

    @Test("notes the use of what it has, and mends what was changed")
    func putAgain() throws {
        try withScratch { places in
            let store = ObjectStore(places)
            let session = try Session(places)
            let first = try store.put(object(1), keeping: [], session, at: second(1))
            let other = try store.put(object(2), keeping: [], session, at: second(2))
            #expect(try store.list().map(\.digest) == [other, first])
            try store.put(object(1), keeping: [], session, at: second(3))
            #expect(try store.list().map(\.digest) == [first, other])
            #expect(try store.list().map(\.used) == [second(3), second(2)])

            try store.file(of: first).replace(with: "changed")
            try store.put(object(1), keeping: [], session, at: second(4))
            #expect(try store.bytes(first) == object(1))
        }
    }

    @Test("refuses a file whose content is not what its name says")
    func changed() throws {
        try withScratch { places in
            let store = ObjectStore(places)
            let digest = try store.put(object(1), keeping: [], Session(places))
            try store.file(of: digest).replace(with: "changed")
            let refused = refusal { () throws(Refusal) in _ = try store.bytes(digest) }
            #expect(
                refused
                    == Refusal(
                        "read the version \(digest.short) from the store",
                        .said(
                            "\(store.file(of: digest).path) was changed: "
                                + "its content is not what its name says"),
                        hint: "remove the file, and give the object itself"))
        }
    }

    @Test("finds a digest by the digits that it alone begins with")
    func prefixes() throws {
        try withScratch { places in
            let store = ObjectStore(places)
            let empty = refusal { () throws(Refusal) in _ = try store.digest("abcd") }
            #expect(empty?.hint == "the store is empty")
            let session = try Session(places)
            let twins = try (1...2).map { try twin($0) }
            let digests = try twins.map { (twin) in try store.put(twin, keeping: [], session) }
            let common = String(digests[0].hexadecimal.prefix(4))
            #expect(digests[1].hexadecimal.hasPrefix(common))

            #expect(try store.digest(digests[0].short) == digests[0])
            #expect(try store.digest(digests[1].hexadecimal.uppercased()) == digests[1])
            let ambiguous = refusal { () throws(Refusal) in _ = try store.digest(common) }
            #expect(
                ambiguous
                    == Refusal(
                        "find the version \"\(common)\"",
                        .unknown(
                            "2 stored objects begin so: "
                                + "\(digests[1].short), \(digests[0].short)"),
                        hint: "give more of its digits"))
        }
    }

    @Test(
        "tells what it has, where a prefix is unknown or none",
        arguments: [
            ("ffff", Refusal.Reason.unknown("no stored object begins so")),
            ("6e3", .misfit("a version is 4 to 64 hexadecimal digits of its SHA-256")),
            ("cubic", .misfit("a version is 4 to 64 hexadecimal digits of its SHA-256")),
        ])
    func unknown(prefix: String, reason: Refusal.Reason) throws {
        try withScratch { places in
            let store = ObjectStore(places)
            try store.put([0], keeping: [], Session(places))
            let refused = refusal { () throws(Refusal) in _ = try store.digest(prefix) }
            #expect(
                refused
                    == Refusal(
                        "find the version \"\(prefix)\"", reason, hint: "stored are 6e340b9cffb3"))
            let missing = Digest(of: [9])
            let gone = refusal { () throws(Refusal) in _ = try store.bytes(missing) }
            #expect(gone?.reason == .unknown("it is not there"))
        }
    }

    /// The first and second of the counted objects whose digests share four digits.
    private func twin(_ number: Int) throws -> [UInt8] {
        var seen: [Substring: [UInt8]] = [:]
        for count in 0..<UInt32.max {
            let object = (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
            let prefix = Digest(of: object).hexadecimal.prefix(4)
            if let first = seen[prefix] { return number == 1 ? first : object }
            seen[prefix] = object
        }
        throw KernelError("find two digests that begin alike", .said("there are none"))
    }
}
