// SPDX-License-Identifier: Apache-2.0
// Draws: numbers by chance that are the same for the same seed, on every machine.

/// Numbers drawn from a seed: SplitMix64 (Steele, Lea, Flood, 2014).
///
/// Good enough for losses, jitter, orders and resampling, and it needs three
/// multiplications a number.
public struct Draws: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// One of many series of the same seed, each its own.
    public init(seed: UInt64, stream: UInt64) {
        self.init(seed: seed)
        state = next() ^ stream &* 0x9e37_79b9_7f4a_7c15
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 to below 1, in the 53 bits that a fraction holds.
    public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Evenly from `-span` to `span`.
    public mutating func around(_ span: Int64) -> Int64 {
        Int64(next().multipliedFullWidth(by: UInt64(2 * span + 1)).high) - span
    }

    /// From 0 up to, and without, `limit`.
    public mutating func below(_ limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// In an order that the seed alone decides; the standard library's shuffle may change.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for place in elements.indices.dropFirst().reversed() {
            elements.swapAt(place, below(place + 1))
        }
    }
}
