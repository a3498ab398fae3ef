// SPDX-License-Identifier: Apache-2.0

/// Probabilities of several tests, corrected so that the chance of one false alarm or more
/// among them is no more than the level that they are held against (Holm, 1979).
///
/// In the order that they came in. Nothing is asked of how the tests depend on each other.
public func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var corrected = probabilities
    var greatest = 0.0
    for (place, index) in order.enumerated() {
        greatest = max(greatest, Double(order.count - place) * probabilities[index])
        corrected[index] = min(1, greatest)
    }
    return corrected
}
