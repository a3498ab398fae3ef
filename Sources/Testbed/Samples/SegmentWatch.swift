// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears of every segment that the senders of a run send and receive.
final class SegmentWatch: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let loaded: Loaded
    private let ring: RingBuffer
    private let received: Link
    private let sent: Link

    /// Of `struct segment_event`.
    private static let size = 56

    init(
        _ ends: [(station: Station, isServer: Bool)], _ shelf: Shelf
    ) throws(Refusal) {
        let attempt = "watch every segment"
        let object = try shelf.object(TracedOutput.instrument)
        guard ends.count <= FlowOrder.mostPlaces else {
            throw Refusal(attempt, .misfit("\(ends.count) ends are more than it can tell apart"))
        }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let loaded = try refusing(attempt) { () throws(KernelError) in
            try object.load(into: kernel)
        }
        guard let map = loaded.maps["events"], let hears = loaded.programs["segments_received"],
            let sees = loaded.programs["segments_sent"]
        else { preconditionFailure("the instrument segments has its ring and its programs") }
        let order = FlowOrder.bytes(ends)
        let ring = try refusing(attempt) { () throws(KernelError) in
            try loaded.write(["order": order])
            return try RingBuffer(map)
        }
        let received = try refusing(attempt) { () throws(KernelError) in try Link(tracing: hears) }
        let sent = try refusing(attempt) { () throws(KernelError) in try Link(tracing: sees) }
        self.loaded = loaded
        self.ring = ring
        self.received = received
        self.sent = sent
    }

    /// Hands over all that has come since the last time.
    func read(_ body: (SegmentSample) -> Void) {
        ring.read { bytes in
            guard bytes.count >= SegmentWatch.size else { return }
            func word(_ place: Int) -> UInt32 {
                bytes.loadUnaligned(fromByteOffset: 16 + 4 * place, as: UInt32.self)
            }
            body(
                SegmentSample(
                    nanoseconds: bytes.loadUnaligned(as: UInt64.self),
                    socket: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                    flow: word(0), sequence: word(1), length: word(2), acknowledgement: word(3),
                    cwnd: word(4), ssthresh: word(5), srttMicroseconds: word(6),
                    inFlight: word(7), sacked: word(8),
                    flags: bytes.loadUnaligned(fromByteOffset: 52, as: UInt16.self),
                    way: bytes[54], congestionState: bytes[55]))
        }
    }

    /// How many found no room.
    func lost() throws(KernelError) -> UInt64 {
        let bytes = try loaded.read("lost") ?? []
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
