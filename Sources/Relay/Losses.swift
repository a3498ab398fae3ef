// SPDX-License-Identifier: Apache-2.0
import Draws
import Glibc

/// Which packets of a row are lost: each with the same chance, by itself.
///
/// It counts down to the next loss, which is the same row of draws told otherwise
/// (the gaps between losses are geometric), and costs one draw for each loss.
struct Losses {
    private let chance: Double
    private var draws: Draws
    /// Packets that go by before the next that is lost.
    private var untilNext: UInt64 = 0

    init(chance: Double, seed: UInt64) {
        self.chance = chance
        draws = Draws(seed: seed)
        untilNext = gap()
    }

    /// Goes past so many packets; true when one of them is lost.
    mutating func pass(_ packets: UInt64) -> Bool {
        var left = packets
        var isLossy = false
        while untilNext < left {
            left -= untilNext + 1
            untilNext = gap()
            isLossy = true
        }
        untilNext -= left
        return isLossy
    }

    private mutating func gap() -> UInt64 {
        guard chance > 0 else { return .max }
        guard chance < 1 else { return 0 }
        let gap = (log(1 - draws.fraction()) / log1p(-chance)).rounded(.down)
        // More packets than there ever are.
        return gap < 0x1p62 ? UInt64(gap) : 1 << 62
    }
}
