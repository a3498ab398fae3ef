// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// How late packets left: counts in classes whose width is a 32nd of their value.
public struct Lateness: Equatable, Sendable {
    /// Packets in each class.
    private(set) var counts: [UInt64]
    public private(set) var longest: Duration

    /// Up to the last class, of two minutes.
    static let classes = 1056

    init(counts: [UInt64], longest: Duration) {
        self.counts = counts
        self.longest = longest
    }

    /// The class of a time in nanoseconds: below 32 its own, then 32 for each doubling.
    static func place(of nanoseconds: UInt64) -> Int {
        guard nanoseconds >= 32 else { return Int(nanoseconds) }
        let exponent = 63 - nanoseconds.leadingZeroBitCount
        let step = Int(nanoseconds >> (exponent - 5)) & 31
        return min((exponent - 4) * 32 + step, classes - 1)
    }

    /// The longest time of a class.
    static func end(of place: Int) -> UInt64 {
        guard place >= 32 else { return UInt64(place) }
        let exponent = place / 32 + 4
        return (UInt64(32 + place % 32 + 1) << (exponent - 5)) - 1
    }

    public var count: UInt64 { counts.reduce(0, +) }

    /// The time that this share of the packets did not exceed; none without packets.
    ///
    /// Never less than the true one, and more by a 32nd at most.
    public func quantile(_ share: Double) -> Duration? {
        let count = count
        guard count > 0 else { return nil }
        let wanted = max(1, UInt64((Double(count) * share).rounded(.up)))
        var seen: UInt64 = 0
        for (place, packets) in counts.enumerated() {
            seen += packets
            if seen >= wanted {
                return min(.nanoseconds(Int64(Lateness.end(of: place))), longest)
            }
        }
        return longest
    }

    public var median: Duration? { quantile(0.5) }
    public var p99: Duration? { quantile(0.99) }

    /// Both together.
    public static func + (one: Lateness, other: Lateness) -> Lateness {
        Lateness(
            counts: zip(one.counts, other.counts).map { $0 + $1 },
            longest: max(one.longest, other.longest))
    }
}

extension Lateness: JSONConvertible {
    public var json: JSON {
        [
            "packets": JSON(count), "p50_us": JSON(median?.microseconds),
            "p99_us": JSON(p99?.microseconds), "max_us": JSON(longest.microseconds),
        ]
    }
}

extension Duration {
    var microseconds: Double { Double(wholeNanoseconds) / 1000 }
}
