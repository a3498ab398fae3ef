// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing
import Thrown

@Suite("A quantity")
struct UnitTests {
    @Test(
        "is read with its unit",
        arguments: [
            ("100mbit", 100_000_000), ("1.5gbit", 1_500_000_000), ("64kbit", 64_000),
            ("0.000001gbit", 1_000), ("10MBIT", 10_000_000),
        ] as [(String, UInt64)])
    func rates(_ text: String, _ value: UInt64) throws {
        #expect(try BitsPerSecond(parsing: text) == BitsPerSecond(value))
    }

    @Test(
        "that is none is refused with the reason",
        arguments: [
            ("100", "\"100\" has no unit; write 100mbit, for instance"),
            ("fast", "\"fast\" is not of the form 100mbit"),
            ("10mb", "\"10mb\" has an unknown unit \"mb\"; known are bit, kbit, mbit, gbit"),
            ("1..5mbit", "\"1..5mbit\" begins with no number"),
            ("0mbit", "\"0mbit\" is no rate: nothing would get through"),
            ("99999999999gbit", "\"99999999999gbit\" is too large"),
        ])
    func badRates(_ text: String, _ words: String) {
        let refusal = thrown(Malformed.self) { _ = try BitsPerSecond(parsing: text) }
        #expect(refusal?.description == words)
    }

    @Test("of time is exact to the nanosecond, and is written as it is read")
    func times() throws {
        #expect(try Duration(parsing: "1.5ms") == .microseconds(1500))
        #expect(try Duration(parsing: "1.5ms").text == "1500us")
        #expect(try Duration(parsing: "0.000000001s") == .nanoseconds(1))
        #expect(throws: Malformed.self) { try Duration(parsing: "10") }
    }

    @Test(
        "that is a share is written as it is read",
        arguments: ["0.1%", "0%", "100%", "12.345%", "1%"])
    func shares(_ text: String) throws {
        #expect(try Share(parsing: text).description == text)
    }

    @Test("that is a share is at most all, and says %")
    func badShares() {
        #expect(throws: Malformed("101%", "is more than all")) { try Share(parsing: "101%") }
        #expect(throws: Malformed("0.5", "has no % at its end")) { try Share(parsing: "0.5") }
    }

    @Test("may differ by direction")
    func ways() throws {
        let read = { (text: String) throws(Malformed) in try Duration(parsing: text) }
        let both = try Ways(parsing: "10ms", read)
        let two = try Ways(parsing: "10ms/30ms", read)
        #expect(both == Ways(both: .milliseconds(10)))
        #expect(two == Ways(forth: .milliseconds(10), back: .milliseconds(30)))
        #expect(throws: Malformed.self) { try Ways(parsing: "1ms/2ms/3ms", read) }
    }

    @Test("that is a queue's length is counted in bytes")
    func queues() throws {
        func bytes(_ text: String) throws -> UInt64? {
            try QueueLength(parsing: text).bytes(
                rate: .megabits(100), roundTrip: .milliseconds(20), packet: 1514)
        }
        #expect(try bytes("25p") == 37_850)
        #expect(try bytes("100kB") == 100_000)
        #expect(try bytes("1bdp") == 250_000)
        #expect(try bytes("0.5bdp") == 125_000)
        #expect(throws: Malformed.self) { try QueueLength(parsing: "0p") }
        #expect(
            throws: Malformed("25", "has no unit; write 25p, 25kB or 25bdp")
        ) { try QueueLength(parsing: "25") }
    }

    @Test("that is a threshold is of bytes or of waiting")
    func thresholds() throws {
        #expect(try MarkThreshold(parsing: "30kB").bytes(at: .megabits(100)) == 30_000)
        #expect(try MarkThreshold(parsing: "500us").bytes(at: .megabits(100)) == 6_250)
    }
}
