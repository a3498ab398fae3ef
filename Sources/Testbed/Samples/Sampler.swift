// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Synchronization

/// Looks at the sockets, the queue and the code of a run until it is told to stop.
final class Sampler: Sendable {
    private let background: Background<Taken>

    /// All that was seen.
    struct Taken: Sendable {
        var flows = Series<FlowSample>()
        var queues = Series<QueueSample>()
        var acks = Series<AckSample>()
        /// Nil where they were not watched.
        var lostAcks: UInt64?
        var segments = Series<SegmentSample>()
        /// Nil where they were not watched.
        var lostSegments: UInt64?
        var latencies = Series<LatencyCount>()
        /// Nil where they were not timed.
        var lostLatencies: UInt64?
        var code = Series<CodeSample>()
        /// By flow, the algorithms that its sockets were seen with.
        var sightings: [Int: Set<String>] = [:]
        /// Processor time of the looking itself.
        var cost = Duration.zero
        var ticks = 0
        var failure: KernelError?
    }

    /// What is looked at.
    struct Subjects: Sendable {
        /// The stations, and whether the data ports are the local ones there.
        let ends: [(station: Station, isServer: Bool)]
        /// By flow.
        let tests: [NetperfTest]
        /// The clients of transactions.
        let asking: [Station]
        let bottlenecks: [(bottleneck: Bottleneck, station: Station, marker: EcnMarker?)]
        let arms: [ArmInPlace]
        let family: AddressFamily
    }

    init(
        _ subjects: Subjects, _ sampling: Sampling, for time: Duration, shelf: Shelf
    ) throws(Refusal) {
        let acks = sampling.everyAck ? try AckWatch(subjects.ends, shelf) : nil
        let segments = sampling.everySegment ? try SegmentWatch(subjects.ends, shelf) : nil
        let transactions = try Sampler.transactions(subjects, sampling, shelf)
        let eye = try refusing("look at the run") { () throws(KernelError) in
            try Eye(subjects, sampling, acks, segments, transactions, for: time)
        }
        let isOver = Flag()
        flag = isOver
        background = try refusing { () throws(KernelError) in
            try Background(named: "graft-sampler") { eye.watch(until: isOver) }
        }
    }

    private static func transactions(
        _ subjects: Subjects, _ sampling: Sampling, _ shelf: Shelf
    ) throws(Refusal) -> TransactionWatch? {
        guard sampling.everyTransaction, !subjects.asking.isEmpty,
            subjects.asking.count <= FlowOrder.mostPlaces
        else { return nil }
        do throws(Refusal) {
            return try TransactionWatch(subjects.asking, subjects.tests, shelf)
        } catch {
            if case .lacks = error.reason { return nil }
            throw error
        }
    }

    final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    private let flag: Flag

    /// Ends it, and answers what it saw.
    func finish() -> Taken {
        flag.isSet.store(true, ordering: .relaxed)
        return background.finish()
    }
}
