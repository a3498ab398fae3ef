// SPDX-License-Identifier: Apache-2.0
/// One quantity over the time of one run, in columns as a figure has them.
///
/// Of each column its mean, and its extremes, so that what lasted a millisecond is still
/// drawn. Kept in half the room of a `Double`: nobody sees the other half.
struct Trace: Sendable {
    private(set) var mean: [Float]
    private(set) var least: [Float]
    private(set) var greatest: [Float]
    private var counts: [UInt32]

    init(columns: Int) {
        mean = [Float](repeating: 0, count: columns)
        least = [Float](repeating: .infinity, count: columns)
        greatest = [Float](repeating: -.infinity, count: columns)
        counts = [UInt32](repeating: 0, count: columns)
    }

    @inline(__always)
    mutating func add(_ value: Float, at column: Int) {
        counts[column] += 1
        mean[column] += (value - mean[column]) / Float(counts[column])
        least[column] = min(least[column], value)
        greatest[column] = max(greatest[column], value)
    }

    var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    /// Columns that nothing was seen in: between two that have values, from one to the other;
    /// before the first and after the last, no number.
    func filled(_ values: [Float]) -> [Double] {
        var result = values.indices.map { counts[$0] > 0 ? Double(values[$0]) : Double.nan }
        var last: Int?
        for column in result.indices where !result[column].isNaN {
            if let last, column - last > 1, column - last <= result.count / 8 {
                let step = (result[column] - result[last]) / Double(column - last)
                for gap in (last + 1)..<column {
                    result[gap] = result[last] + step * Double(gap - last)
                }
            }
            last = column
        }
        return result
    }
}

/// What is drawn over time.
enum Quantity: String, CaseIterable, Sendable {
    case cwnd, rate, srtt, queue
}
