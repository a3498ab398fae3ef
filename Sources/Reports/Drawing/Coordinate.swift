// SPDX-License-Identifier: Apache-2.0
/// Coordinates as short text: a tenth of a pixel is finer than any screen shows.
enum Coordinate {
    static func text(_ value: Double) -> String { text(tenths: tenths(value)) }

    /// What is no number, or far outside, is drawn at the edge of what can be.
    static func tenths(_ value: Double) -> Int {
        guard !value.isNaN else { return 0 }
        return Int((min(max(value, -1e6), 1e6) * 10).rounded())
    }

    static func text(tenths: Int) -> String {
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        let sign = tenths < 0 ? "-" : ""
        if rest == 0 { return sign + String(whole) }
        return whole == 0 ? "\(sign).\(rest)" : "\(sign)\(whole).\(rest)"
    }
}
