// SPDX-License-Identifier: Apache-2.0
import Experiments

extension RunSummary {
    /// Of arms that took turns, the turns that began with a swap: each from the swap to its end,
    /// in nanoseconds since the run's start.
    ///
    /// The wash-out is in it: what a swap does to a live flow is what one wants to see.
    var turnsAfterSwaps: [(arm: String, time: Range<UInt64>)] {
        zip(blocks, blocks.dropFirst()).compactMap { before, turn in
            guard before.arm != turn.arm, before.end < turn.end else { return nil }
            return (
                turn.arm,
                UInt64(before.end.inNanoseconds)..<UInt64(turn.end.inNanoseconds)
            )
        }
    }
}

extension RunRecord.Samples {
    /// When the first was taken, by the monotonic clock; nil where there are none.
    var start: UInt64? {
        [flows.samples.first?.nanoseconds, queues.samples.first?.nanoseconds].compactMap { $0 }
            .min()
    }

    /// Those of a stretch of the run, by the monotonic clock.
    func within(_ time: Range<UInt64>) -> RunRecord.Samples {
        var part = RunRecord.Samples()
        part.flows = flows.filtered { time.contains($0.nanoseconds) }
        part.queues = queues.filtered { time.contains($0.nanoseconds) }
        part.acks = acks.filtered { time.contains($0.nanoseconds) }
        part.latencies = latencies.filtered { time.contains($0.nanoseconds) }
        return part
    }
}

extension Series {
    fileprivate func filtered(_ isMeant: (Sample) -> Bool) -> Series {
        Series(ContiguousArray(samples.lazy.filter(isMeant)))
    }
}
