// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc

/// Values as people read them: those of `Figures`, a dash where there is none, and numbers with
/// as many decimals as those beside them.
enum Amount {
    /// `94.2 Mbit/s`, `1.23 ms`, `4.56 %`; a dash for what is no number.
    static func text(_ value: Double, _ unit: Metric.Unit) -> String {
        value.isFinite ? Figures.text(value, unit) : "–"
    }

    /// Three significant digits, and no exponent.
    static func digits(_ value: Double) -> String {
        value.isFinite ? Figures.number(value) : "–"
    }

    /// So many digits after the point; the sign is a minus, not a hyphen.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        let decimals = min(max(0, decimals), 9)
        let scale = Ticks.ten(decimals)
        guard abs(value) < 9e15 / scale else { return value < 0 ? "< −10^15" : "> 10^15" }
        let units = Int((abs(value) * scale).rounded())
        let (whole, rest) = units.quotientAndRemainder(dividingBy: Int(scale))
        let sign = value < 0 && units > 0 ? "−" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let padded = String(repeating: "0", count: decimals - String(rest).utf8.count)
        return "\(sign)\(whole).\(padded)\(rest)"
    }

    /// `30,060`: digits in threes.
    static func grouped(_ count: some BinaryInteger) -> String {
        let digits = Array(String(count))
        return String(
            digits.enumerated().flatMap { place, digit in
                (digits.count - place) % 3 == 0 && place > 0 ? [",", digit] : [digit]
            })
    }

    /// The power of ten that a value begins with: 0 for 1 to 9.99.
    static func exponent(of value: Double) -> Int {
        guard value != 0, value.isFinite else { return 0 }
        return Int(log10(abs(value)).rounded(.down))
    }
}

/// A prefix of the International System, and what it multiplies by.
struct Prefix: Equatable, Sendable {
    var name: String
    var factor: Double

    private static let all: [Prefix] = [
        Prefix(name: "n", factor: 1e-9), Prefix(name: "u", factor: 1e-6),
        Prefix(name: "m", factor: 1e-3), Prefix(name: "", factor: 1),
        Prefix(name: "k", factor: 1e3), Prefix(name: "M", factor: 1e6),
        Prefix(name: "G", factor: 1e9), Prefix(name: "T", factor: 1e12),
    ]

    init(name: String, factor: Double) {
        self.name = name
        self.factor = factor
    }

    /// The one that leaves a number from 1 to 999 before the point.
    init(for value: Double, _ unit: Metric.Unit) {
        guard unit.takesPrefix else {
            self = unit == .share ? Prefix(name: "", factor: 0.01) : Prefix(name: "", factor: 1)
            return
        }
        let smallest = unit == .seconds ? 1e-9 : 1
        let usable = Prefix.all.filter {
            $0.factor >= smallest && (unit != .seconds || $0.factor <= 1)
        }
        // What would be rounded to a thousand is one of the next prefix.
        self =
            usable.last { abs(value) >= $0.factor * 0.9995 } ?? usable.first
            ?? Prefix(name: "", factor: 1)
        if value == 0 { self = Prefix(name: "", factor: 1) }
    }
}

extension Metric.Unit {
    fileprivate var takesPrefix: Bool { self != .share && self != .index }
}
