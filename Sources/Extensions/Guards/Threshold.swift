// SPDX-License-Identifier: Apache-2.0

/// What a guard compares with.
public enum Threshold: Hashable, Sendable {
    /// `2%`, `40ms`, `10mbit`, `0`.
    case amount(FixedPoint, Suffix)
    /// `1.5x before`: a multiple of what was measured before the change.
    case timesBefore(FixedPoint)

    /// The unit as it is typed.
    public enum Suffix: String, CaseIterable, Sendable {
        case none = ""
        case percent = "%"
        case us, ms, s
        case bit, kbit, mbit, gbit
    }
}

extension Threshold: CustomStringConvertible {
    /// As it is typed.
    public var description: String {
        switch self {
        case .amount(let number, let suffix): "\(number)\(suffix.rawValue)"
        case .timesBefore(let factor): "\(factor)x before"
        }
    }

    /// As it is read: `2 %`, `10 Mbit/s`. Exact, where a `Quantity` rounds.
    var words: String {
        guard case .amount(let number, let suffix) = self, suffix != .none else {
            return description
        }
        return "\(number) \(suffix.symbol)"
    }

    /// The number to compare with; nil where it hangs on a `before` that is not known.
    func quantity(_ unit: Quantity.Unit, before: Quantity?) -> Quantity? {
        switch self {
        case .amount(let number, let suffix): Quantity(number.value * suffix.factor, unit)
        case .timesBefore(let factor): before.map { Quantity(factor.value * $0.value, unit) }
        }
    }
}

extension Threshold.Suffix {
    /// Those that a number of this unit may have.
    static func fitting(_ unit: Quantity.Unit) -> [Threshold.Suffix] {
        switch unit {
        case .share: [.percent]
        case .microseconds: [.us, .ms, .s]
        case .bitsPerSecond: [.bit, .kbit, .mbit, .gbit]
        case .perSecond, .count: [.none]
        }
    }

    var factor: Double {
        switch self {
        case .none, .us, .bit: 1
        case .percent: 0.01
        case .ms, .kbit: 1e3
        case .s, .mbit: 1e6
        case .gbit: 1e9
        }
    }

    fileprivate var symbol: String {
        switch self {
        case .none, .percent, .us, .ms, .s: rawValue
        case .bit: "bit/s"
        case .kbit: "kbit/s"
        case .mbit: "Mbit/s"
        case .gbit: "Gbit/s"
        }
    }
}
