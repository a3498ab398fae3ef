// SPDX-License-Identifier: Apache-2.0

/// How many values fell into which bin; a bin may be one value wide.
public struct Histogram: Equatable, Sendable {
    public let bins: [Bin]

    public struct Bin: Equatable, Sendable {
        public var values: ClosedRange<Double>
        /// A number of values, or any other weight that is not below zero.
        public var weight: Double

        public init(_ values: ClosedRange<Double>, weight: Double) {
            precondition(weight >= 0, "nothing weighs less than nothing")
            self.values = values
            self.weight = weight
        }
    }

    /// Bins that do not overlap, in any order.
    public init(_ bins: [Bin]) {
        self.bins = bins.sorted { $0.values.lowerBound < $1.values.lowerBound }
    }

    /// Values, each as often as it weighs.
    public init(weighted values: [(value: Double, weight: Double)]) {
        self.init(values.map { Bin($0.value...$0.value, weight: $0.weight) })
    }

    public var weight: Double { bins.reduce(0) { $0 + $1.weight } }

    /// The least value at or below which a share of the weight lies; nil where all is empty.
    ///
    /// Within a bin the weight is taken to lie evenly, so it is off by no more than the bin's
    /// width.
    public func percentile(_ share: Double) -> Double? {
        precondition((0...1).contains(share), "a share is from 0 to 1")
        let wanted = share * weight
        var below = 0.0
        var found: Double?
        for bin in bins where bin.weight > 0 {
            found = bin.values.upperBound
            if below + bin.weight >= wanted {
                let inside = max(0, wanted - below) / bin.weight
                return bin.values.lowerBound
                    + inside * (bin.values.upperBound - bin.values.lowerBound)
            }
            below += bin.weight
        }
        return found
    }
}
