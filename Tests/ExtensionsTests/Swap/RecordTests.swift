// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Extensions

@Suite("A record")
struct RecordTests {
    @Test("reads back as it was written", arguments: [Written.record, Written.bareRecord])
    func roundTrip(_ record: Record) throws {
        let text = record.json.text(.pretty)
        #expect(try Record(JSON(parsing: text).root) == record)
        #expect(try Record(JSON(parsing: record.json.text(.compact)).root) == record)
    }

    @Test(
        "is refused where a member is missing or wrong",
        arguments: Damage.all(Written.record.json, optional: ["previous"]))
    func damaged(_ damage: Damage) throws {
        let complaint = try complaint(damage.document.text(.compact), Record.init)
        #expect(complaint?.path == damage.path)
    }

    @Test(
        "is refused where a member of a version is missing or wrong",
        arguments: Damage.all(Written.version.written, optional: ["stated"]))
    func damagedVersion(_ damage: Damage) throws {
        let document = Written.record.json
            .with("versions", .array([Written.bare.written, damage.document]))
        let complaint = try complaint(document.text(.compact), Record.init)
        #expect(complaint?.path == "versions[1].\(damage.path)")
    }

    @Test(
        "says what it expected",
        arguments: [
            ("schema", JSON(3), "schema: expected 2, found 3, another graft's"),
            ("name", JSON(3), "name: expected a string, found the number 3"),
            ("linked", .null, "linked: expected true or false, found null"),
            ("versions", JSON("none"), "versions: expected an array, found a string"),
        ])
    func words(key: String, value: JSON, words: String) throws {
        let text = Written.record.json.with(key, value).text(.compact)
        #expect(try complaint(text, Record.init)?.description == words)
    }

    @Test(
        "is refused with a digest that is none, or a number that does not fit",
        arguments: [
            ("digest", JSON("abc"), "versions[0].digest: expected a SHA-256, found abc"),
            (
                "carrier", JSON(4_294_967_296),
                "versions[0].carrier: expected a whole number from 0 to 4294967295, "
                    + "found the number 4294967296"
            ),
            (
                "flags", JSON(-1),
                "versions[0].flags: expected a whole number from 0 to 18446744073709551615, "
                    + "found the number -1"
            ),
        ])
    func values(key: String, value: JSON, words: String) throws {
        let version = Written.version.written.with(key, value)
        let text = Written.record.json.with("versions", .array([version])).text(.compact)
        #expect(try complaint(text, Record.init)?.description == words)
    }

    @Test(
        "that is damaged is refused with its path, and a way out",
        arguments: ["", "{", "[]", "nothing", "{\"schema\": 2}", "\u{0}\u{0}"])
    func file(_ content: String) throws {
        try withScratch { places in
            let path = places.record(of: "gs_reno")
            try File(path).folder.create()
            try File(path).replace(with: content)
            let refusal = refusal { () throws(Refusal) in
                _ = try Registry(places).record(of: "gs_reno")
            }
            #expect(refusal?.attempt == "read \(path)")
            #expect(refusal?.hint?.hasPrefix("remove the file") == true)
        }
    }

    @Test("is found by its file, whatever is in its name")
    func names() throws {
        try withScratch { places in
            for record in [Written.record, Written.bareRecord] {
                let file = File(places.record(of: record.name))
                try file.folder.create()
                try file.replace(with: record.json.text(.pretty))
            }
            // A draft that a kill left is no registration.
            try Folder(places.records + "/registrations").file("gs_reno.json.42.draft")
                .replace(with: "{")
            let registry = Registry(places)
            #expect(try registry.names() == ["gs.bare", "gs_reno"])
            #expect(try registry.record(of: "gs.bare") == Written.bareRecord)
            #expect(try registry.record(of: "gs") == nil)
            #expect(try registry.resolve("reno") == "gs_reno")
            #expect(try registry.resolve("gs_reno") == "gs_reno")
            #expect(try registry.resolve("unheard") == "unheard")
        }
    }
}
