// SPDX-License-Identifier: Apache-2.0
import Statistics

/// Least, quartiles and greatest of some values.
struct Spread: Equatable, Sendable {
    var least, lower, median, upper, greatest: Double
    var count: Int

    /// Nil of no value that is a number.
    init?(_ values: some Sequence<Double>) {
        let sorted = values.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        (least, greatest, count) = (first, last, sorted.count)
        lower = Spread.value(0.25, of: sorted)
        median = Spread.value(0.5, of: sorted)
        upper = Spread.value(0.75, of: sorted)
    }

    private static func value(_ share: Double, of sorted: [Double]) -> Double {
        let place = Double(sorted.count - 1) * share
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}
