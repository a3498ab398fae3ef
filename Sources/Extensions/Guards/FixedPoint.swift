// SPDX-License-Identifier: Apache-2.0

/// A number as people type it, kept exactly: at most twelve digits before the
/// point and six behind it, so that its text reads back as the same number.
public struct FixedPoint: Hashable, Sendable {
    private let millionths: Int64

    /// Nil where the text is no such number.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].utf8.count),
            let whole = FixedPoint.digits(parts[0])
        else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard (1...6).contains(parts[1].utf8.count),
                let digits = FixedPoint.digits(
                    parts[1] + String(repeating: "0", count: 6 - parts[1].utf8.count))
            else { return nil }
            fraction = digits
        }
        millionths = whole * 1_000_000 + fraction
    }

    public var value: Double { Double(millionths) / 1_000_000 }
    public var isZero: Bool { millionths == 0 }

    private static func digits(_ text: some StringProtocol) -> Int64? {
        // Int64 alone would take a sign.
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(String(text)) : nil
    }
}

extension FixedPoint: CustomStringConvertible {
    public var description: String {
        let (whole, fraction) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        guard fraction > 0 else { return String(whole) }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
