// SPDX-License-Identifier: Apache-2.0
import JSON
import Testing

@Suite("The JSON parser")
struct ParsingTests {
    @Test("reads every kind of value")
    func kinds() throws {
        let value = try JSON(
            parsing: """
                \t{ "null": null, "yes": true, "no": false, "list": [1, -2.5e3 ,"x"],
                  "empty": {}, "none": [ ] }\r\n
                """)
        #expect(
            value == [
                "null": nil, "yes": true, "no": false, "list": [1, -2500.0, "x"], "empty": [:],
                "none": [],
            ])
    }

    @Test("keeps 64 bits of a whole number, signed or not")
    func wholeNumbers() throws {
        #expect(try JSON(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSON(parsing: "9223372036854775808") == .unsigned(1 << 63))
        #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSON(parsing: "1E2") == .number(100))
    }

    @Test("undoes escapes, surrogate pairs included")
    func escapes() throws {
        let text = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE80 ü e\u0301""#
        #expect(try JSON(parsing: text) == "\"\\/\u{08}\u{0C}\n\r\té🚀 ü e\u{301}")
    }

    @Test("gives back what was written, in both layouts")
    func roundTrip() throws {
        let value: JSON = [
            "counter": JSON(UInt64.max), "share": 0.1, "whole": 3.0,
            "tiny": .number(.leastNonzeroMagnitude),
            "text": "a\u{0}\"\\\u{1F}\u{7F}\n漢", "": [[[]], [:], nil],
        ]
        #expect(try JSON(parsing: value.text(.compact)) == value)
        #expect(try JSON(parsing: value.text(.pretty)) == value)
    }

    @Test(
        "says where and why a text is not JSON",
        arguments: [
            ("", "line 1, column 1: the text ends where a value was expected"),
            ("  \n", "line 2, column 1: the text ends where a value was expected"),
            ("[1,]", "line 1, column 4: expected a value"),
            ("[1 2]", "line 1, column 4: expected \",\" or \"]\""),
            ("{\"a\":1,}", "line 1, column 8: expected a key in quotes"),
            ("{\"a\" 1}", "line 1, column 6: expected \":\""),
            ("{\n  \"ü\": nul\n}", "line 2, column 8: expected a value"),
            ("{\"a\":1,\n \"a\":2}", "line 2, column 2: the key \"a\" comes twice"),
            ("true false", "line 1, column 6: expected nothing more"),
            ("01", "line 1, column 2: expected nothing more"),
            ("-", "line 1, column 2: the text ends where a digit was expected"),
            ("1.e5", "line 1, column 3: expected a digit"),
            ("+1", "line 1, column 1: expected a value"),
            ("NaN", "line 1, column 1: expected a value"),
            ("'a'", "line 1, column 1: expected a value"),
            ("\u{FEFF}1", "line 1, column 1: expected a value"),
            ("18446744073709551616", "line 1, column 1: 18446744073709551616 does not fit 64 bits"),
            ("[1e400]", "line 1, column 2: 1e400 does not fit 64 bits"),
            ("\"a", "line 1, column 3: the text ends where the closing quote was expected"),
            ("\"a\n\"", "line 1, column 3: a control character in a string must be escaped"),
            (#""\x""#, "line 1, column 2: no such escape in JSON"),
            (#""\u12g4""#, "line 1, column 2: no such escape in JSON"),
            (#""\"#, "line 1, column 2: no such escape in JSON"),
            (#""\uD800""#, "line 1, column 2: half of a surrogate pair stands alone"),
            (#""\uD800\u0041""#, "line 1, column 2: half of a surrogate pair stands alone"),
            (#""\uDC00""#, "line 1, column 2: half of a surrogate pair stands alone"),
        ])
    func refusals(text: String, message: String) {
        #expect(refusal(of: Array(text.utf8))?.description == message)
    }

    @Test("refuses bytes that are not UTF-8")
    func notUTF8() {
        let error = refusal(of: [0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D])
        #expect(error?.reason == .notUTF8)
        #expect(error?.column == 2)
    }

    @Test("refuses nesting that would exhaust the stack")
    func depth() throws {
        let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(refusal(of: deep)?.reason == .tooDeep(limit: 256))
        #expect(throws: Never.self) { try JSON(parsing: "[[1]]", depth: 2) }
        #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: "[[[1]]]", depth: 2) }
    }

    @Test("gives a value or an error for every shortened and every altered document")
    func mutilated() {
        let sound = Array(#"{"a":[1,-2.5e3,"\u00e9\n"],"b":{"c":null,"d":true}}"#.utf8)
        for length in 0..<sound.count {
            #expect(refusal(of: Array(sound[..<length])) != nil)
        }
        for position in sound.indices {
            for byte in [0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xFF] as [UInt8] {
                var altered = sound
                altered[position] = byte
                // Either is right; what must not happen is a trap.
                _ = try? JSON(parsing: altered)
            }
        }
    }

    private func refusal(of bytes: [UInt8]) -> JSON.SyntaxError? {
        do throws(JSON.SyntaxError) {
            _ = try JSON(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }
}
