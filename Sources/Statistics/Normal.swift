// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The normal distribution of mean 0 and deviation 1.
public enum Normal {
    /// The chance to lie at or below `value`; exact in relative terms far down the lower tail.
    public static func probability(below value: Double) -> Double {
        erfc(-value / 2.squareRoot()) / 2
    }

    /// The value below which it lies with this chance.
    public static func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability is from 0 to 1")
        // The upper half has too few bits left to be searched.
        if probability > 0.5 { return -quantile(1 - probability) }
        if probability == 0 { return -.infinity }
        return rising(from: -40, to: 0, towards: probability) { Normal.probability(below: $0) }
    }
}

/// Where a rising function reaches a value, by halving until the two ends are neighbours.
func rising(
    from low: Double, to high: Double, towards target: Double, _ function: (Double) -> Double
) -> Double {
    var (low, high) = (low, high)
    while true {
        let middle = (low + high) / 2
        guard middle > low, middle < high else { return high }
        if function(middle) < target { low = middle } else { high = middle }
    }
}
