// SPDX-License-Identifier: Apache-2.0
/// A rate of data: `100mbit`, `1.5gbit`.
public struct BitsPerSecond: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    public init(parsing text: String) throws(Malformed) {
        value = try Scale.rate.amount(of: text)
        guard value > 0 else { throw Malformed(text, "is no rate: nothing would get through") }
    }

    public static func megabits(_ value: UInt64) -> BitsPerSecond {
        BitsPerSecond(value * 1_000_000)
    }

    public static func < (left: BitsPerSecond, right: BitsPerSecond) -> Bool {
        left.value < right.value
    }

    public var description: String { Scale.rate.text(of: value) }

    /// How many bytes go through in so long.
    public func bytes(in time: Duration) -> Double {
        Double(value) / 8 * time.inSeconds
    }
}
