// SPDX-License-Identifier: Apache-2.0

/// Numbers drawn from a seed: SplitMix64 (Steele, Lea, Flood, 2014).
///
/// Good enough for losses and jitter, and it needs three multiplications a number.
struct Draws {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 to below 1, in the 53 bits that a fraction holds.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Evenly from `-span` to `span`.
    mutating func around(_ span: Int64) -> Int64 {
        Int64(next().multipliedFullWidth(by: UInt64(2 * span + 1)).high) - span
    }
}
