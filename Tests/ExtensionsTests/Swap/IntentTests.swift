// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Extensions

@Suite("An intent")
struct IntentTests {
    private static func intent(_ verb: Intent.Verb) throws -> Intent {
        var filter = MigrationFilter()
        filter.namespace = "far"
        filter.remote = .init(address: [192, 0, 2, 0], bits: 24)
        filter.remotePort = 65535
        return try Intent(
            verb, [Written.record, Written.bareRecord], from: 7, to: 4_294_967_295,
            migration: verb == .swap ? filter : nil)
    }

    @Test("keeps the filter of the migration that it was to do")
    func filters() throws {
        let prefixes: [([UInt8], Int)] = [
            ([192, 0, 2, 0], 0), ([192, 0, 2, 7], 32), ([UInt8](1...16), 128),
        ]
        var filters = [MigrationFilter()]
        for (address, bits) in prefixes {
            var filter = MigrationFilter()
            filter.namespace = "some where"
            filter.remote = .init(address: address, bits: bits)
            filter.localPort = 65535
            filters.append(filter)
        }
        for filter in filters {
            let intent = try Intent(.swap, [Written.record], migration: filter)
            let read = try Intent(JSON(parsing: intent.json.text(.pretty)).root)
            #expect(read.migration == filter)
        }
    }

    @Test(
        "reads back as it was written",
        arguments: [Intent.Verb.register, .unregister, .swap, .rollback])
    func roundTrip(_ verb: Intent.Verb) throws {
        let intent = try IntentTests.intent(verb)
        #expect(try Intent(JSON(parsing: intent.json.text(.pretty)).root) == intent)
    }

    @Test("is refused where a member is missing or wrong")
    func damaged() throws {
        let damages = Damage.all(
            try IntentTests.intent(.swap).json, optional: ["migration"])
        #expect(damages.count == 13)
        for damage in damages {
            let complaint = try complaint(damage.document.text(.compact), Intent.init)
            #expect(complaint?.path == damage.path)
        }
    }

    @Test("is refused where a record in it is damaged, with the way to it")
    func damagedRecord() throws {
        let record = Written.record.json.with(
            "versions", .array([Written.version.written.without("carrier")]))
        let text = try IntentTests.intent(.swap).json.with("records", .array([record]))
            .text(.compact)
        #expect(try complaint(text, Intent.init)?.path == "records[0].versions[0].carrier")
    }

    @Test("is refused with a verb that graft has not")
    func verb() throws {
        let text = try IntentTests.intent(.swap).json.with("verb", "shake").text(.compact)
        #expect(
            try complaint(text, Intent.init)?.description
                == "verb: expected a verb of graft, found shake")
    }

    @Test("stands in its file from its declaration until it is fulfilled")
    func declared() throws {
        try withScratch { places in
            let intent = try IntentTests.intent(.rollback)
            let session = try Session(places)
            #expect(try session.unfulfilled() == nil)
            // As `declare` does it, without the pins, which need root.
            try File(places.records + "/intent.json").replace(
                with: intent.json.text(.pretty) + "\n")
            #expect(try session.unfulfilled() == intent)
            try session.fulfil()
            #expect(try session.unfulfilled() == nil)
            try session.fulfil()
        }
    }

    @Test(
        "that is damaged is refused with its path, and a way out",
        arguments: ["", "{", "[]", "{\"verb\": \"swap\"}"])
    func file(_ content: String) throws {
        try withScratch { places in
            let session = try Session(places)
            let path = places.records + "/intent.json"
            try File(path).replace(with: content)
            var found: Refusal?
            do throws(Refusal) { _ = try session.unfulfilled() } catch { found = error }
            #expect(found?.attempt == "read \(path)")
            #expect(
                found?.hint == "see `graft list`; remove the file when the list is right")
        }
    }
}
