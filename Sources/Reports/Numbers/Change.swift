// SPDX-License-Identifier: Apache-2.0
import Experiments
import Statistics

/// A difference between two arms as people read it, on its metric's scale.
///
/// All numbers of one change have as many decimals as the largest of them needs for three
/// digits: `+2.01 % (0.51 to 3.42)`, not `+2.01 % (0.513 to 3.42)`.
struct Change: Equatable, Sendable {
    /// By what values are multiplied before they are written.
    let factor: Double
    /// What stands behind them.
    let unit: String
    let decimals: Int

    init(_ values: [Double], of metric: Metric) {
        let largest = values.filter(\.isFinite).map(abs).max() ?? 0
        let prefix =
            metric.scale == .ratio
            ? Prefix(name: "", factor: 0.01) : Prefix(for: largest, metric.unit)
        factor = 1 / prefix.factor
        unit = Change.unit(of: metric, prefix)
        let exponent = Amount.exponent(of: largest * factor * 1.000_5)
        decimals = largest == 0 ? 0 : min(max(0, 2 - exponent), 4)
    }

    private static func unit(of metric: Metric, _ prefix: Prefix) -> String {
        if metric.scale == .ratio { return "%" }
        return metric.unit == .share ? "points" : prefix.name + metric.unit.symbol
    }

    /// `2.01`, and `∞` for what has no bound.
    func number(_ value: Double, signed: Bool = false) -> String {
        if value.isInfinite { return value < 0 ? "−∞" : "∞" }
        let text = Amount.fixed(value * factor, decimals)
        let isZero = !text.utf8.contains { (0x31...0x39).contains($0) }
        return signed && value > 0 && !isZero ? "+" + text : text
    }

    func text(_ value: Double, signed: Bool = false) -> String {
        withUnit(number(value, signed: signed))
    }

    func withUnit(_ words: String) -> String { unit.isEmpty ? words : "\(words) \(unit)" }

    /// `0.51 to 3.42 %`.
    func text(_ range: ClosedRange<Double>, signed: Bool = false) -> String {
        let low = number(range.lowerBound, signed: signed)
        return withUnit("\(low) to \(number(range.upperBound, signed: signed))")
    }
}

extension Estimate {
    /// `+2.01 % (0.51 to 3.42)`.
    func text(of metric: Metric) -> String {
        let change = Change([point, interval.lowerBound, interval.upperBound], of: metric)
        let low = change.number(interval.lowerBound, signed: true)
        let high = change.number(interval.upperBound, signed: true)
        return "\(change.text(point, signed: true)) (\(low) to \(high))"
    }
}
