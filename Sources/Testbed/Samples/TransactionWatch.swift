// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears how long each transaction of a run took, and counts them as it hears.
final class TransactionWatch: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let loaded: Loaded
    private let ring: RingBuffer
    private let links: [HeldLink]
    /// By flow: whether each of its transactions makes a connection.
    private let connects: [Bool]
    private var slice: UInt64 = 0
    /// Of the slice, by flow and bucket.
    private var counts: [UInt64: UInt32] = [:]

    /// A class, because arrays hold no owners.
    private final class HeldLink {
        private let link: Link

        init(_ program: Program) throws(KernelError) { link = try Link(tracing: program) }
    }

    init(_ clients: [Station], _ tests: [NetperfTest], _ shelf: Shelf) throws(Refusal) {
        let attempt = "time every transaction"
        let object = try shelf.object("transactions")
        guard clients.count <= FlowOrder.mostPlaces else {
            throw Refusal(
                attempt, .misfit("\(clients.count) clients are more than it can tell apart"))
        }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let loaded = try refusing(attempt) { () throws(KernelError) in
            try object.load(into: kernel)
        }
        guard let map = loaded.maps["events"] else {
            preconditionFailure("the instrument transactions has its ring")
        }
        let order = FlowOrder.bytes(clients.map { ($0, false) })
        let ring = try refusing(attempt) { () throws(KernelError) in
            try loaded.write(["order": order])
            return try RingBuffer(map)
        }
        let links = try refusing(attempt) { () throws(KernelError) in
            var links: [HeldLink] = []
            // The one that tells comes last.
            for name in ["state", "receive", "send"] {
                guard let program = loaded.programs["transactions_" + name] else {
                    preconditionFailure("the instrument transactions has no \(name)")
                }
                links.append(try HeldLink(program))
            }
            return links
        }
        self.loaded = loaded
        self.ring = ring
        self.links = links
        connects = tests.map { $0 == .tcpCRR }
    }

    /// Takes in all that has come since the last time, and hands over what is complete.
    func read(_ body: (LatencyCount) -> Void) {
        ring.read { bytes in
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
    func lost() throws(KernelError) -> UInt64 {
        let bytes = try loaded.read("lost") ?? []
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
