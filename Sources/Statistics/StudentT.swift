// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Student's distribution: of a mean over its own standard error.
public struct StudentT: Sendable {
    public let degrees: Int

    public init(degrees: Int) {
        precondition(degrees > 0, "there is no deviation without a degree of freedom")
        self.degrees = degrees
    }

    /// The chance to lie at or below `value`.
    public func probability(below value: Double) -> Double {
        (1 + (value < 0 ? -1 : 1) * within(abs(value))) / 2
    }

    /// The value below which it lies with this chance.
    public func quantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "this quantile has no end")
        if probability < 0.5 { return -quantile(1 - probability) }
        return rising(from: 0, to: 1e9, towards: probability) { self.probability(below: $0) }
    }

    /// The chance to lie no further than `value` from 0: a finite sum, as the degrees are whole
    /// (Abramowitz and Stegun, 26.7.3 and 26.7.4).
    private func within(_ value: Double) -> Double {
        // So close to the normal distribution that the sum is not worth its time.
        guard degrees <= 10_000 else { return 1 - 2 * Normal.probability(below: -value) }
        let angle = atan(value / Double(degrees).squareRoot())
        let square = cos(angle) * cos(angle)
        let isOdd = degrees % 2 == 1
        if degrees == 1 { return 2 * angle / .pi }
        var term = isOdd ? cos(angle) : 1
        var sum = term
        for power in stride(from: isOdd ? 3 : 2, to: degrees, by: 2) {
            term *= square * Double(power - 1) / Double(power)
            sum += term
        }
        return isOdd ? 2 / .pi * (angle + sin(angle) * sum) : sin(angle) * sum
    }
}
