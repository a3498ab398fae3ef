// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

@Suite("A time of day in words")
struct WallTimeReadingTests {
    @Test(
        "is read back as it was written",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2025-11-21T01:28:00Z", 1_763_688_480),
            ("2024-02-29T23:59:59Z", 1_709_251_199), ("2000-03-01T00:00:00Z", 951_868_800),
            ("2100-12-31T00:00:00Z", 4_133_894_400),
        ] as [(String, Int64)])
    func moments(text: String, seconds: Int64) throws {
        let time = try #require(WallTime(text))
        #expect(time == WallTime(nanoseconds: seconds * 1_000_000_000))
        #expect(time.description == text)
    }

    @Test("may be a day alone, which means its beginning")
    func days() {
        #expect(WallTime("2025-11-21")?.description == "2025-11-21T00:00:00Z")
    }

    @Test(
        "is none where no such day or second is",
        arguments: [
            "", "now", "2025-02-29", "2025-13-01", "2025-11-31", "2025-1-1", "1969-12-31",
            "2025-11-21T01:28:00", "2025-11-21T24:00:00Z", "2025-11-21T01:60:00Z", "+025-11-21",
            "2025-11-21T01:28:00+01:00", "2025-11-21 01:28:00Z", "9999-12-31",
        ])
    func none(text: String) {
        #expect(WallTime(text) == nil)
    }
}
