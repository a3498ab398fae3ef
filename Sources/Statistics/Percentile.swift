// SPDX-License-Identifier: Apache-2.0

/// The value below which a share of the sample lies, from 0 to 1; nil of nothing.
///
/// Between two values it goes evenly: with h = (n - 1) * share, it stands h steps from the
/// least (type 7 of Hyndman and Fan, 1996: what R and NumPy do when not told otherwise).
public func percentile(_ share: Double, of sample: [Double]) -> Double? {
    percentile(share, ofSorted: sample.sorted())
}

/// The same of a sample that is in order already.
public func percentile(_ share: Double, ofSorted sample: [Double]) -> Double? {
    precondition((0...1).contains(share), "a share is from 0 to 1")
    guard let last = sample.last else { return nil }
    let place = Double(sample.count - 1) * share
    let below = Int(place)
    guard below + 1 < sample.count else { return last }
    return sample[below] + (place - Double(below)) * (sample[below + 1] - sample[below])
}

/// The sum over the count; nil of nothing.
public func mean(of sample: [Double]) -> Double? {
    sample.isEmpty ? nil : sample.reduce(0, +) / Double(sample.count)
}

/// The standard deviation of what the sample was drawn from (over n - 1); nil below two.
public func deviation(of sample: [Double]) -> Double? {
    guard sample.count > 1, let mean = mean(of: sample) else { return nil }
    let squares = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(sample.count - 1)).squareRoot()
}
