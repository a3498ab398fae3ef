// SPDX-License-Identifier: Apache-2.0

/// A measured number and what it counts.
public struct Quantity: Equatable, Sendable {
    public let value: Double
    public let unit: Unit

    public enum Unit: Equatable, Sendable {
        /// 1 is all.
        case share
        case microseconds
        case bitsPerSecond
        case perSecond
        case count
    }

    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }
}

extension Quantity: CustomStringConvertible {
    /// Three digits that count, and a prefix: `7.4 %`, `40.2 ms`, `9.41 Mbit/s`, `812`.
    public var description: String {
        let shown = unit == .share ? value * 100 : value
        guard shown.isFinite, shown != 0 else {
            return Quantity.join(shown == 0 ? "0" : "?", unit.scales[0].symbol)
        }
        let (digits, exponent) = Quantity.threeDigits(abs(shown))
        let scale = unit.scales.last { $0.exponent <= exponent + 2 } ?? unit.scales[0]
        let number = Quantity.place(digits, exponent - scale.exponent)
        return Quantity.join((shown < 0 ? "-" : "") + number, scale.symbol)
    }

    private static func join(_ number: String, _ symbol: String) -> String {
        symbol.isEmpty ? number : "\(number) \(symbol)"
    }

    /// The number as 100 to 999 times a power of ten.
    private static func threeDigits(_ number: Double) -> (digits: Int, exponent: Int) {
        var (rest, exponent) = (number, 0)
        while rest >= 999.5 { (rest, exponent) = (rest / 10, exponent + 1) }
        while rest < 99.95 { (rest, exponent) = (rest * 10, exponent - 1) }
        return (Int(rest.rounded()), exponent)
    }

    /// `digits` times ten to the `exponent`, without zeros that say nothing.
    private static func place(_ digits: Int, _ exponent: Int) -> String {
        var text = String(digits)
        guard exponent < 0 else { return text + String(repeating: "0", count: exponent) }
        text = String(repeating: "0", count: max(0, 1 - exponent - text.count)) + text
        text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}

extension Quantity.Unit {
    /// The powers of ten that have a symbol of their own, the least first.
    fileprivate var scales: [(exponent: Int, symbol: String)] {
        switch self {
        case .share: [(0, "%")]
        case .microseconds: [(0, "us"), (3, "ms"), (6, "s")]
        case .bitsPerSecond: [(0, "bit/s"), (3, "kbit/s"), (6, "Mbit/s"), (9, "Gbit/s")]
        case .perSecond: [(0, "/s"), (3, "k/s"), (6, "M/s")]
        case .count: [(0, ""), (3, "k"), (6, "M")]
        }
    }
}
