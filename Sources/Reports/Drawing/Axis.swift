// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One axis of a plot: its scale, what it is called, and what stands at its ticks.
struct Axis: Sendable {
    var scale: AxisScale
    var title: String
    var ticks: [Tick]
    /// Whether larger values are nearer to the beginning.
    var isReversed = false

    struct Tick: Equatable, Sendable {
        var value: Double
        var label: String
    }

    /// An axis of one unit: its prefix stands once, in the title.
    init(_ scale: AxisScale, _ name: String, _ unit: Metric.Unit, ticks count: Int = 5) {
        let values = scale.ticks(count)
        self.scale = scale
        if case .log = scale {
            title = name
            ticks = values.map { Tick(value: $0, label: Axis.short(Amount.text($0, unit))) }
        } else {
            let largest = max(abs(scale.range.lowerBound), abs(scale.range.upperBound))
            let prefix = Prefix(for: largest, unit)
            let symbol = prefix.name + unit.symbol
            title = symbol.isEmpty ? name : "\(name) (\(symbol))"
            ticks = Axis.labelled(values, factor: 1 / prefix.factor)
        }
    }

    /// An axis of changes: in percent, or in the metric's unit.
    init(changes scale: AxisScale, _ name: String, _ metric: Metric, ticks count: Int = 5) {
        let values = scale.ticks(count)
        let change = Change(values, of: metric)
        self.scale = scale
        title = change.unit.isEmpty ? name : "\(name) (\(change.unit))"
        ticks = Axis.labelled(values, factor: change.factor, signed: true)
    }

    /// An axis of bare numbers.
    init(_ scale: AxisScale, _ title: String, plain count: Int = 5) {
        self.scale = scale
        self.title = title
        ticks = Axis.labelled(scale.ticks(count), factor: 1)
    }

    init(_ scale: AxisScale, _ title: String, _ ticks: [Tick]) {
        self.scale = scale
        self.title = title
        self.ticks = ticks
    }

    /// As many decimals at all ticks as the closest two need.
    private static func labelled(
        _ values: [Double], factor: Double, signed: Bool = false
    ) -> [Tick] {
        let steps = zip(values.dropFirst(), values).map { abs($0 - $1) * factor }
        let decimals = max(0, -Amount.exponent(of: (steps.min() ?? 1) * 1.000_001))
        return values.map { value in
            let text = Amount.fixed(value * factor, decimals)
            return Tick(value: value, label: signed && value > 0 ? "+" + text : text)
        }
    }

    /// `10.0 ms` is `10 ms` at a tick.
    private static func short(_ text: String) -> String {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard var number = parts.first, number.contains(".") else { return text }
        while number.last == "0" { number.removeLast() }
        if number.last == "." { number.removeLast() }
        return ([number] + parts.dropFirst()).joined(separator: " ")
    }
}
