// SPDX-License-Identifier: Apache-2.0

/// How evenly something is shared: 1 when all have the same, 1/n when one of n has it all
/// (Jain, Chiu, Hawe, 1984); nil when nobody has anything.
public func jainIndex(of shares: [Double]) -> Double? {
    let sum = shares.reduce(0, +)
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return nil }
    return sum * sum / (Double(shares.count) * squares)
}
