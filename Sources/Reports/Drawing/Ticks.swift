// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Values that are short to write, evenly over a range.
enum Ticks {
    /// One, two or five times a power of ten, so that about `count` of them fill the range.
    static func step(_ range: ClosedRange<Double>, count: Int) -> Double {
        let rough = (range.upperBound - range.lowerBound) / Double(max(1, count))
        guard rough > 0, rough.isFinite else { return 1 }
        let power = Ticks.power(of: rough)
        let leading = rough / power
        let nice: Double = leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10
        return nice * power
    }

    static func linear(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        let step = step(range, count: count)
        let first = Int((range.lowerBound / step - 1e-6).rounded(.up))
        let last = Int((range.upperBound / step + 1e-6).rounded(.down))
        guard first <= last, last - first < 100 else { return [] }
        return (first...last).map { Double($0) * step }
    }

    /// Powers of ten; over few of them also their doubles and fives, over many not each, and
    /// over less than one as on a linear axis.
    static func log(_ range: ClosedRange<Double>, count: Int) -> [Double] {
        if range.upperBound / range.lowerBound < 9 {
            return linear(range, count: count).filter { $0 > 0 }
        }
        let low = Int(log10(range.lowerBound).rounded(.down))
        let high = Int(log10(range.upperBound).rounded(.up))
        let decades = max(1, high - low)
        let leading: [Double] = decades <= max(2, count / 3) ? [1, 2, 5] : [1]
        let stride = max(1, (decades + count - 1) / count)
        return (low...high).filter { ($0 - low) % stride == 0 }.flatMap { power in
            leading.map { $0 * ten(power) }
        }.filter { $0 >= range.lowerBound * 0.999_999 && $0 <= range.upperBound * 1.000_001 }
    }

    /// 0, 0.5, 0.9, 0.99 and so on.
    static func tail(_ smallest: Double) -> [Double] {
        var ticks = [0, 0.5]
        var rest = 0.1
        while rest >= smallest * 0.999 {
            ticks.append(1 - rest)
            rest /= 10
        }
        return ticks
    }

    static func roundedDown(_ value: Double) -> Double {
        let power = power(of: value)
        return power * ([5, 2, 1].first { $0 <= value / power * 1.000_001 } ?? 1)
    }

    static func roundedUp(_ value: Double) -> Double {
        let power = power(of: value)
        return power * ([1, 2, 5].first { $0 >= value / power * 0.999_999 } ?? 10)
    }

    /// The largest power of ten that is no larger.
    private static func power(of value: Double) -> Double {
        ten(Int(log10(value).rounded(.down)))
    }

    /// Exact where a double can be: `pow` may be off by one in the last place.
    static func ten(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<min(abs(exponent), 320) { result *= 10 }
        return exponent < 0 ? 1 / result : result
    }
}
