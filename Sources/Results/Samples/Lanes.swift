// SPDX-License-Identifier: Apache-2.0
/// Gives each value of the lane's column a small number, in the order of first sight.
struct Lanes {
    private var direct: [Int32] = Array(repeating: -1, count: 256)
    private var others: [UInt32: Int32] = [:]
    private(set) var count: Int32 = 0

    mutating func number(of value: UInt32) -> Int32 {
        let known = value < 256 ? direct[Int(value)] : others[value] ?? -1
        if known >= 0 { return known }
        if value < 256 { direct[Int(value)] = count } else { others[value] = count }
        count += 1
        return count - 1
    }
}
