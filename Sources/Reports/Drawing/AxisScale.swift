// SPDX-License-Identifier: Apache-2.0
import Glibc

/// From values to places between 0 and 1, and the values at which an axis has its ticks.
enum AxisScale: Equatable, Sendable {
    case linear(ClosedRange<Double>)
    /// Of values above zero.
    case log(ClosedRange<Double>)
    /// Of shares: the last tenth takes as much room as the first nine, and so on down to
    /// `smallest`, so that one in ten thousand is still seen.
    case tail(smallest: Double)

    /// Around all values that are numbers, with whole ticks at both ends.
    static func linear(_ values: [Double], with zero: Bool = false, ticks: Int = 5) -> AxisScale {
        let range = span(values, zero)
        let step = Ticks.step(range, count: ticks)
        let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
        let high = (range.upperBound / step - 1e-9).rounded(.up) * step
        return .linear(low...max(high, low + step))
    }

    static func log(_ values: [Double]) -> AxisScale {
        let usable = values.filter { $0.isFinite && $0 > 0 }
        guard let low = usable.min(), let high = usable.max() else { return .log(1...10) }
        guard high / low > 8 else {
            return .log(min(low * 0.97, high / 1.1)...max(high * 1.03, low * 1.1))
        }
        return .log(Ticks.roundedDown(low)...Ticks.roundedUp(high))
    }

    /// The range of all values that are numbers, never empty.
    private static func span(_ values: [Double], _ zero: Bool) -> ClosedRange<Double> {
        let usable = values.filter { $0.isFinite && abs($0) < 1e100 } + (zero ? [0] : [])
        guard let low = usable.min(), let high = usable.max() else { return 0...1 }
        if high - low > 1e-12 * max(abs(low), abs(high)) { return low...high }
        let room = low == 0 ? 1 : abs(low) * 0.1
        return (low - (zero && low == 0 ? 0 : room))...(high + room)
    }

    /// From 0 at the axis' beginning to 1 at its end; more or less outside.
    func position(_ value: Double) -> Double {
        switch self {
        case .linear(let range):
            (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .log(let range):
            log10(max(value, range.lowerBound / 10) / range.lowerBound)
                / log10(range.upperBound / range.lowerBound)
        case .tail(let smallest):
            log10(max(1 - value, smallest)) / log10(smallest)
        }
    }

    /// Where ticks are, in order.
    func ticks(_ count: Int = 5) -> [Double] {
        switch self {
        case .linear(let range): Ticks.linear(range, count: count)
        case .log(let range): Ticks.log(range, count: count)
        case .tail(let smallest): Ticks.tail(smallest)
        }
    }

    var range: ClosedRange<Double> {
        switch self {
        case .linear(let range), .log(let range): range
        case .tail(let smallest): 0...(1 - smallest)
        }
    }
}
