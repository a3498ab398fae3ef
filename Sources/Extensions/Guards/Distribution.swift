// SPDX-License-Identifier: Apache-2.0

/// How some values lie.
///
/// A percentile is the nearest rank: of n values in order, the one at place
/// ceil(p/100 * n), counted from 1. It is always a value that was seen, and of
/// fewer than 100 values p99 is the largest.
struct Distribution: Equatable, Sendable {
    let count: Int
    let mean: Double
    let p50: Double
    let p90: Double
    let p99: Double
    let max: Double

    /// None where there are no values: that is no data, not 0.
    init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let last = sorted.last else { return nil }
        func rank(_ percent: Int) -> Double {
            sorted[(percent * sorted.count + 99) / 100 - 1]
        }
        count = sorted.count
        mean = sorted.reduce(0, +) / Double(sorted.count)
        p50 = rank(50)
        p90 = rank(90)
        p99 = rank(99)
        max = last
    }

    subscript(statistic: Measure.Statistic) -> Double {
        switch statistic {
        case .mean: mean
        case .p50: p50
        case .p90: p90
        case .p99: p99
        case .max: max
        }
    }
}
