// SPDX-License-Identifier: Apache-2.0
/// A part of a whole, from 0 to 1: `0.1%`.
public struct Share: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: Double

    public static let none = Share(0)

    public init(_ value: Double) {
        precondition((0...1).contains(value), "a share is from 0 to 1")
        self.value = value
    }

    public init(parsing text: String) throws(Malformed) {
        let (number, unit) = Scale.split(text)
        guard unit == "%" else {
            throw Malformed(
                text, number.isEmpty ? "is not of the form 0.1%" : "has no % at its end")
        }
        guard let percent = Double(number) else { throw Malformed(text, "begins with no number") }
        guard percent <= 100 else { throw Malformed(text, "is more than all") }
        value = percent / 100
    }

    public static func < (left: Share, right: Share) -> Bool { left.value < right.value }

    public var description: String {
        let millionths = Int((value * 1e8).rounded())
        let fraction = millionths % 1_000_000
        guard fraction != 0 else { return "\(millionths / 1_000_000)%" }
        let digits = String(String(fraction + 1_000_000).dropFirst())
        let trimmed = digits.reversed().drop { $0 == "0" }.reversed()
        return "\(millionths / 1_000_000).\(String(trimmed))%"
    }
}
