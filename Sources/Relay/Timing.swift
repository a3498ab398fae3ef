// SPDX-License-Identifier: Apache-2.0
import Draws
import Kernel

/// When packets are due.
struct Timing {
    private let delay: UInt64
    private let jitter: Int64
    private var draws: Draws
    /// When the packet before is due.
    private var last: UInt64 = 0

    init(_ settings: LineSettings) {
        delay = UInt64(settings.delay.wholeNanoseconds)
        jitter = settings.jitter.wholeNanoseconds
        draws = Draws(seed: settings.seed)
    }

    mutating func due(arrival: UInt64) -> UInt64 {
        var due = arrival + delay
        if jitter > 0 { due = UInt64(Int64(due) + draws.around(jitter)) }
        // Order is kept; stamps of two processors may differ by a little.
        last = max(last, due)
        return last
    }
}
