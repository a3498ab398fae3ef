// SPDX-License-Identifier: Apache-2.0
import Glibc
import Statistics

/// Measured numbers as people read them: three significant digits, and a unit.
public enum Figures {
    /// `94.1 Mbit/s`, `1.53 ms`, `2.10 %`, `0.987`.
    public static func text(_ value: Double, _ unit: Metric.Unit) -> String {
        let prefix = prefix(for: value, unit)
        return joined(number(value / prefix.size), prefix.name + unit.symbol)
    }

    /// Both ends in the unit that fits the greater: `1.21 to 3.42 ms`.
    public static func text(_ range: ClosedRange<Double>, _ unit: Metric.Unit) -> String {
        let prefix = prefix(for: max(abs(range.lowerBound), abs(range.upperBound)), unit)
        let ends = [range.lowerBound, range.upperBound].map { number($0 / prefix.size) }
        return joined("\(ends[0]) to \(ends[1])", prefix.name + unit.symbol)
    }

    /// How far apart two values are, on the scale on which they are compared: `2.10 %`, `1.53 ms`.
    public static func text(difference: Double, of metric: Metric) -> String {
        text(difference, metric.differenceUnit)
            + (metric.isInPoints ? " points" : "")
    }

    public static func text(difference range: ClosedRange<Double>, of metric: Metric) -> String {
        text(range, metric.differenceUnit) + (metric.isInPoints ? " points" : "")
    }

    /// An effect with its interval: `+0.310 % (-1.10 to 1.53 %)`.
    public static func text(effect: Estimate, of metric: Metric) -> String {
        let sign = effect.point > 0 ? "+" : ""
        return "\(sign)\(text(difference: effect.point, of: metric)) "
            + "(\(text(difference: effect.interval, of: metric)))"
    }

    /// A number to three significant digits, without an exponent: `1530`, `94.1`, `0.00120`.
    public static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "none" : value < 0 ? "-inf" : "inf" }
        guard value != 0, abs(value) >= 1e-12 else { return "0" }
        guard abs(value) < 1e15 else { return "\(value)" }
        // Rounded first: 9.996 has its three digits before the point as 10.0.
        var magnitude = Int(floor(log10(abs(value))))
        let unit = pow(10, Double(magnitude - 2))
        let rounded = (abs(value) / unit).rounded()
        if rounded >= 1000 { magnitude += 1 }
        let decimals = max(0, 2 - magnitude)
        let sign = value < 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(Int((rounded * unit).rounded())) }
        let digits = String(Int((abs(value) * pow(10, Double(decimals))).rounded()))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    private static func joined(_ number: String, _ unit: String) -> String {
        unit.isEmpty ? number : "\(number) \(unit)"
    }

    private static func prefix(for value: Double, _ unit: Metric.Unit) -> (
        name: String, size: Double
    ) {
        // What rounds to a thousand of a unit is one of the next.
        let size = abs(value) * 1.0005
        let known = unit.prefixes
        guard value != 0, value.isFinite, let least = known.last else {
            return known.first { $0.size == 1 } ?? ("", unit == .share ? 0.01 : 1)
        }
        return known.first { size >= $0.size } ?? least
    }
}

extension Metric {
    /// What a difference is told in: ratios in percent.
    public var differenceUnit: Unit { scale == .ratio ? .share : unit }

    /// Whether it is a share itself, so that a difference is in percentage points.
    var isInPoints: Bool { scale == .difference && unit == .share }
}

extension Metric.Unit {
    /// As it stands behind a number.
    public var symbol: String {
        switch self {
        case .bitsPerSecond: "bit/s"
        case .perSecond: "/s"
        case .seconds: "s"
        case .bytes: "B"
        case .share: "%"
        case .index: ""
        }
    }

    /// From the greatest on.
    var prefixes: [(name: String, size: Double)] {
        switch self {
        case .bitsPerSecond: [("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1)]
        case .bytes: [("G", 1e9), ("M", 1e6), ("k", 1e3), ("", 1)]
        case .seconds: [("", 1), ("m", 1e-3), ("u", 1e-6), ("n", 1e-9)]
        case .perSecond, .index: [("", 1)]
        case .share: [("", 0.01)]
        }
    }
}
