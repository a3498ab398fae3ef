// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Whether a flow ever came to rest.
enum SlowStart {
    /// It had no threshold to the end, and its window was still growing in the last quarter.
    ///
    /// The growth is asked for too, because some never set a threshold (BBR).
    static func neverEnded(_ flow: Int, _ series: Series<FlowSample>) -> Bool {
        var first: UInt64?
        var last: UInt64 = 0
        for sample in series.samples where sample.flow == UInt32(flow) {
            if sample.ssthresh != FlowSample.noThreshold { return false }
            if first == nil { first = sample.nanoseconds }
            last = sample.nanoseconds
        }
        guard let first, last > first else { return false }
        let turn = first + (last - first) / 4 * 3
        var before: UInt32 = 0, after: UInt32 = 0
        for sample in series.samples where sample.flow == UInt32(flow) {
            if sample.nanoseconds < turn {
                before = max(before, sample.cwnd)
            } else {
                after = max(after, sample.cwnd)
            }
        }
        return Double(after) > 1.05 * Double(before)
    }
}
