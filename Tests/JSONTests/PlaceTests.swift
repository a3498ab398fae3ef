// SPDX-License-Identifier: Apache-2.0
import JSON
import Testing

@Suite("A place in a document")
struct PlaceTests {
    let document: JSON = [
        "links": [["name": "cubic", "calls": 7], ["name": nil]], "two words": ["share": 0.5],
    ]

    @Test("is read as the type that the reader asks for")
    func reading() throws {
        let link = document.root["links"][0]
        #expect(try link["name"].string() == "cubic")
        #expect(try link["calls"].integer(UInt8.self) == 7)
        #expect(try link["calls"].number() == 7)
        #expect(try document.root["links"].elements().count == 2)
        #expect(try link.members().map(\.key) == ["name", "calls"])
        #expect(link["since"].ifPresent == nil)
    }

    @Test("names its whole path when it holds something else")
    func mismatches() {
        let links = document.root["links"]
        #expect(
            message { () throws(JSON.Mismatch) in try links.elements()[1]["name"].string() }
                == "links[1].name: expected a string, found null")
        #expect(
            message { () throws(JSON.Mismatch) in try links[5]["name"].bool() }
                == "links[5].name: expected true or false, found nothing")
        #expect(
            message { () throws(JSON.Mismatch) in
                try document.root["two words"]["share"].integer(Int8.self)
            } == #"["two words"].share: expected a whole number from -128 to 127, "#
                + "found the number 0.5")
        #expect(
            message { () throws(JSON.Mismatch) in try document.root.elements() }
                == "the document: expected an array, found an object")
    }

    @Test("is found without errors where absence is no error")
    func optional() {
        #expect(document["links"]?[0]?["name"]?.string == "cubic")
        #expect(document["links"]?[2] == nil)
        #expect(document["nothing"] == nil)
        #expect(document["two words"]?["share"]?.number == 0.5)
        #expect(JSON(300).integer(UInt8.self) == nil)
    }

    private func message<Value>(_ read: () throws(JSON.Mismatch) -> Value) -> String? {
        do throws(JSON.Mismatch) {
            _ = try read()
            return nil
        } catch {
            return error.description
        }
    }
}
