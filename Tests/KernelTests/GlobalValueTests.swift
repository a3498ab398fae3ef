// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("The value of a global")
struct GlobalValueTests {
    let object: Object

    init() throws { object = try Fixture.object("knobs") }

    private func global(_ name: String) throws -> Global {
        try #require(object.globals.first { $0.name == name })
    }

    @Test(
        "is shown as people write it",
        arguments: [
            ("u8", "200"), ("u16", "60000"), ("u32", "4000000000"), ("u64", "9223372036854775808"),
            ("s8", "-100"), ("s16", "-30000"), ("s32", "-2000000000"),
            ("s64", "-4611686018427387904"),
            ("flag", "true"), ("mode", "GT_SLOW"), ("word", "abc"),
            ("pair", "010000000200000003000000"),
        ])
    func shown(name: String, text: String) throws {
        #expect(try global(name).initial.text(in: object.types) == text)
    }

    @Test(
        "is read in the width and sign of its type",
        arguments: [
            ("u8", "255", [255]), ("u8", "0xff", [255]), ("u8", "0", [0]),
            ("u16", "258", [2, 1]), ("u32", "16909060", [4, 3, 2, 1]),
            ("u32", "4294967295", [255, 255, 255, 255]),
            ("u64", "9223372036854775807", [255, 255, 255, 255, 255, 255, 255, 127]),
            ("s8", "-128", [128]), ("s8", "127", [127]), ("s16", "-2", [254, 255]),
            ("s32", "-1", [255, 255, 255, 255]),
            ("s64", "-9223372036854775808", [0, 0, 0, 0, 0, 0, 0, 128]),
            ("flag", "true", [1]), ("flag", "off", [0]), ("flag", "1", [1]),
            ("mode", "GT_BACK", [254, 255, 255, 255]), ("mode", "3", [3, 0, 0, 0]),
            ("word", "seven77", [115, 101, 118, 101, 110, 55, 55, 0]),
            ("word", "", [0, 0, 0, 0, 0, 0, 0, 0]),
            ("bounded", "10", [10, 0, 0, 0]), ("bounded", "20", [20, 0, 0, 0]),
            ("around", "-5", [251, 255, 255, 255]),
        ] as [(String, String, [UInt8])])
    func read(name: String, text: String, bytes: [UInt8]) throws {
        #expect(try global(name).value(from: text, in: object.types).bytes == bytes)
    }

    @Test("of 64 bits without a sign reaches to its last")
    func widest() throws {
        let global = try global("u64")
        let value = try global.value(from: "18446744073709551615", in: object.types)
        #expect(value.bytes == [255, 255, 255, 255, 255, 255, 255, 255])
        let hexadecimal = try global.value(from: "0xffffffffffffffff", in: object.types)
        #expect(hexadecimal.bytes == [255, 255, 255, 255, 255, 255, 255, 255])
        #expect(
            try global.value(from: "9223372036854775808", in: object.types) == global.initial)
    }

    @Test("is refused when its sign stands behind 0x")
    func signInside() throws {
        let global = try global("s32")
        #expect(throws: Global.Misfit.notANumber(expected: "a whole number")) {
            try global.value(from: "0x-5", in: object.types)
        }
    }

    @Test(
        "is read back from what it shows",
        arguments: [
            "u8", "u16", "u32", "s8", "s16", "s32", "s64", "flag", "mode", "word",
        ])
    func roundTrip(name: String) throws {
        let global = try global(name)
        let text = global.initial.text(in: object.types)
        #expect(try global.value(from: text, in: object.types) == global.initial)
    }

    @Test(
        "is refused when it does not fit its type",
        arguments: [
            ("u8", "256", 8), ("u8", "-1", 8), ("u16", "65536", 16), ("u32", "4294967296", 32),
            ("u32", "-1", 32), ("u64", "-1", 64), ("s8", "128", 8), ("s8", "-129", 8),
            ("s16", "32768", 16), ("s32", "2147483648", 32),
            ("word", "eight888", 64),
        ])
    func tooWide(name: String, text: String, bits: Int) throws {
        let global = try global(name)
        #expect(throws: Global.Misfit.tooWide(bits: bits)) {
            try global.value(from: text, in: object.types)
        }
    }

    @Test(
        "is refused outside of its declared range",
        arguments: [
            ("bounded", "9"), ("bounded", "21"), ("bounded", "-1"), ("bounded", "4294967296"),
        ])
    func outOfRange(name: String, text: String) throws {
        let global = try global(name)
        #expect(throws: Global.Misfit.outOfRange(10...20)) {
            try global.value(from: text, in: object.types)
        }
    }

    @Test(
        "is refused when it is no number",
        arguments: [
            "", "ten", "1.5", "1e3", " 1", "1 ", "0x", "0xg", "12a", "--1",
        ])
    func notANumber(text: String) throws {
        let global = try global("s32")
        #expect(throws: Global.Misfit.notANumber(expected: "a whole number")) {
            try global.value(from: text, in: object.types)
        }
    }

    @Test("of a truth is refused with what is expected")
    func notATruth() throws {
        let global = try global("flag")
        #expect(throws: Global.Misfit.notANumber(expected: "true or false")) {
            try global.value(from: "maybe", in: object.types)
        }
    }

    @Test("of a structure cannot be typed")
    func structure() throws {
        let global = try global("pair")
        #expect(throws: Global.Misfit.self) { try global.value(from: "1", in: object.types) }
    }
}
