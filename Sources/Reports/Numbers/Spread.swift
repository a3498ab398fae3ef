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
        lower = percentile(0.25, ofSorted: sorted) ?? first
        median = percentile(0.5, ofSorted: sorted) ?? first
        upper = percentile(0.75, ofSorted: sorted) ?? first
    }
}
