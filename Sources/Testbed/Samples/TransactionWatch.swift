// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears how long each transaction of a run took, and counts them as it hears.
final class TransactionWatch: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let instrument: EventInstrument
    /// By flow: whether each of its transactions makes a connection.
    private let connects: [Bool]
    private var slice: UInt64 = 0
    /// Of the slice, by flow and bucket.
    private var counts: [UInt64: UInt32] = [:]

    init(_ clients: [Station], _ tests: [NetperfTest], _ shelf: Shelf) throws(Refusal) {
        // The one that tells comes last.
        instrument = try EventInstrument(
            "transactions",
            ["transactions_state", "transactions_receive", "transactions_send"],
            to: "time every transaction", at: clients.map { ($0, false) }, shelf)
        connects = tests.map { $0 == .tcpCRR }
    }

    /// Takes in all that has come since the last time, and hands over what is complete.
    func read(_ body: (LatencyCount) -> Void) {
        instrument.read { bytes in
            guard bytes.count >= 24 else { return }
            let end = bytes.loadUnaligned(as: UInt64.self)
            let took = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            let flow = bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
            let byConnect = bytes.loadUnaligned(fromByteOffset: 20, as: UInt32.self)
            guard Int(flow) < connects.count, connects[Int(flow)] == (byConnect != 0) else {
                return
            }
            let begin = end - end % LatencyCount.sliceNanoseconds
            if begin > slice {
                handOver(body)
                slice = begin
            }
            let bucket = LatencyBucket.of(nanoseconds: took)
            if begin == slice {
                counts[UInt64(flow) << 32 | UInt64(bucket), default: 0] += 1
            } else {
                // Flows do not keep to one order; this one comes behind another's.
                body(LatencyCount(nanoseconds: begin, flow: flow, bucket: bucket, count: 1))
            }
        }
    }

    /// Hands over what the slice has so far.
    func handOver(_ body: (LatencyCount) -> Void) {
        for (key, count) in counts {
            body(
                LatencyCount(
                    nanoseconds: slice, flow: UInt32(key >> 32),
                    bucket: UInt32(truncatingIfNeeded: key), count: count))
        }
        counts.removeAll(keepingCapacity: true)
    }

    /// How many found no room.
    func lost() throws(KernelError) -> UInt64 { try instrument.lost() }
}
