// SPDX-License-Identifier: Apache-2.0

/// The smallest difference that so many numbers, as scattered as these, would have shown in
/// `power` of all experiments.
///
/// An interval of confidence c reaches z(c) standard errors to each side; a true difference is
/// seen with the wanted power when it is that far from 0 and z(power) standard errors more. So
/// it is half the interval's width, times 1 + z(power) / z(c): 1.43 times for 95 and 80 %.
public func smallestDetectable(_ estimate: Estimate, power: Double = 0.8) -> Double {
    let reach = Normal.quantile(1 - (1 - estimate.confidence) / 2)
    let half = (estimate.interval.upperBound - estimate.interval.lowerBound) / 2
    return half * (1 + Normal.quantile(power) / reach)
}

/// The same before anything was measured, from the deviation that the differences will have.
///
/// The standard error of the estimate of Hodges and Lehmann is that of the mean times the root
/// of pi/3, for normal differences; it is smaller than the mean's where tails are heavy.
public func smallestDetectable(
    deviation: Double, count: Int, confidence: Double = 0.95, power: Double = 0.8
) -> Double? {
    guard count >= SignedRank.leastCount(confidence: confidence) else { return nil }
    let student = StudentT(degrees: count - 1)
    let attained = SignedRank.steps(count: count, confidence: confidence).confidence
    let reach = student.quantile(1 - (1 - attained) / 2) + student.quantile(power)
    return reach * deviation * (Double.pi / 3 / Double(count)).squareRoot()
}
