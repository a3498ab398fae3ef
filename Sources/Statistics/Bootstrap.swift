// SPDX-License-Identifier: Apache-2.0
import Draws
import Glibc

/// Intervals by drawing the sample anew from itself: bias-corrected and accelerated (BCa; Efron,
/// 1987). A second opinion, and not to be judged by.
///
/// Asked for 95 %, its interval of a mean of 15 or 20 differences holds the truth in 94.5 to 95 %
/// of experiments where noise is normal, and in 89 to 92 % where tails are heavy (log-normal,
/// Student's t of 2 or 3 degrees, one wild run in ten): a small sample seldom holds the rare values
/// that make such a mean, so resamples cannot either, and the acceleration follows those that it
/// holds. The signed ranks hold 95 % there, with narrower intervals.
///
/// Cost: `resamples` times the sample's count, and that count squared for the acceleration.
public struct Bootstrap: Sendable {
    public var resamples: Int
    public var confidence: Double
    /// Whether the ends are moved out as far as Student's distribution, and the missing degree of
    /// freedom, would move them (Hesterberg, 2015). Without it a mean's interval is too narrow for
    /// small samples: of 15 differences it holds 91.5 % where noise is normal, and 85 to 88 % where
    /// tails are heavy. For comparison with what other programs print.
    public var isExpanded: Bool
    public var seed: UInt64
    /// Tells apart what is drawn from one seed.
    public var stream: UInt64

    public init(
        resamples: Int = 2000, confidence: Double = 0.95, isExpanded: Bool = true,
        seed: UInt64, stream: UInt64 = 0
    ) {
        precondition(resamples > 0, "an interval takes resamples")
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.resamples = resamples
        self.confidence = confidence
        self.isExpanded = isExpanded
        self.seed = seed
        self.stream = stream
    }

    /// Of the mean; nil below two numbers.
    public func mean(of sample: [Double]) -> Estimate? {
        guard sample.count > 1 else { return nil }
        let sum = sample.reduce(0, +)
        let count = Double(sample.count)
        var draws = Draws(seed: seed, stream: stream)
        let replicates = sample.withUnsafeBufferPointer { sample in
            (0..<resamples).map { _ in
                draws.sum(ofResampled: sample) / count
            }
        }
        let without = sample.map { (sum - $0) / (count - 1) }
        return interval(sum / count, replicates, without, count: sample.count)
    }

    /// Of a percentile, as `percentile(_:of:)` defines it; nil below two numbers.
    public func percentile(_ share: Double, of sample: [Double]) -> Estimate? {
        estimate(of: sample.sorted()) { Statistics.percentile(share, of: $0) ?? .nan }
    }

    /// Of anything that can be said of a sample of anything; nil below two elements.
    public func estimate<Element>(
        of sample: [Element], by statistic: ([Element]) -> Double
    ) -> Estimate? {
        guard sample.count > 1 else { return nil }
        let replicates = replicates(of: sample, by: statistic)
        let without = sample.indices.map { index in
            var rest = sample
            rest.remove(at: index)
            return statistic(rest)
        }
        return interval(statistic(sample), replicates, without, count: sample.count)
    }

    /// What a statistic came to in each resample, in the order that they were drawn in.
    public func replicates<Element>(
        of sample: [Element], by statistic: ([Element]) -> Double
    ) -> [Double] {
        var draws = Draws(seed: seed, stream: stream)
        var resample = sample
        return (0..<resamples).map { _ in
            for place in resample.indices { resample[place] = sample[draws.below(sample.count)] }
            return statistic(resample)
        }
    }

    private func interval(
        _ point: Double, _ replicates: [Double], _ without: [Double], count: Int
    ) -> Estimate {
        // A resample of which the statistic has no value tells nothing.
        let sorted = replicates.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else {
            return Estimate(
                point: point, interval: -.infinity ... .infinity, confidence: confidence,
                count: count)
        }
        let bias = Normal.quantile(shareBelow(point, sorted))
        let acceleration = acceleration(without)
        let reach = reach(count: count)
        func end(_ reach: Double) -> Double {
            let shift = bias + reach
            let share = Normal.probability(
                below: bias + shift / max(1 - acceleration * shift, .leastNormalMagnitude))
            let place = (share * Double(sorted.count + 1)).rounded()
            return sorted[min(max(Int(place) - 1, 0), sorted.count - 1)]
        }
        let (low, high) = (end(-reach), end(reach))
        return Estimate(
            point: point, interval: min(low, high)...max(low, high), confidence: confidence,
            count: count)
    }

    /// Those that equal the point count half; never nothing or all, of which no quantile is.
    private func shareBelow(_ point: Double, _ replicates: [Double]) -> Double {
        let below = replicates.count { $0 < point }
        let equal = replicates.count { $0 == point }
        let share = (Double(below) + Double(equal) / 2) / Double(replicates.count)
        let least = 1 / Double(replicates.count + 1)
        return min(max(share, least), 1 - least)
    }

    /// How skewed the statistic is, from leaving out one element after the other.
    private func acceleration(_ without: [Double]) -> Double {
        let mean = without.reduce(0, +) / Double(without.count)
        let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let cubes = without.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
        let acceleration = cubes / (6 * pow(squares, 1.5))
        return acceleration.isFinite ? acceleration : 0
    }

    /// How many standard errors the interval reaches to either side before it is corrected.
    private func reach(count: Int) -> Double {
        let upper = 1 - (1 - confidence) / 2
        guard isExpanded else { return Normal.quantile(upper) }
        let count = Double(count)
        return StudentT(degrees: Int(count) - 1).quantile(upper)
            * (count / (count - 1)).squareRoot()
    }
}

extension Draws {
    /// Two elements a draw, as this is where an analysis spends its time.
    fileprivate mutating func sum(ofResampled sample: UnsafeBufferPointer<Double>) -> Double {
        let count = UInt64(sample.count)
        var sum = 0.0
        for place in 0..<sample.count / 2 + sample.count % 2 {
            let bits = next()
            sum += sample[Int(((bits >> 32) &* count) >> 32)]
            if 2 * place + 1 < sample.count {
                sum += sample[Int(((bits & 0xffff_ffff) &* count) >> 32)]
            }
        }
        return sum
    }
}
