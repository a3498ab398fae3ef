// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears of every acknowledgement that the senders of a run receive.
final class AckWatch: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let loaded: Loaded
    private let ring: RingBuffer
    private let link: Link

    init(
        _ ends: [(station: Station, isServer: Bool)], _ shelf: Shelf
    ) throws(Refusal) {
        let attempt = "watch every acknowledgement"
        let object = try shelf.object("acks")
        guard ends.count <= FlowOrder.mostPlaces else {
            throw Refusal(attempt, .misfit("\(ends.count) ends are more than it can tell apart"))
        }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let loaded = try refusing(attempt) { () throws(KernelError) in
            try object.load(into: kernel)
        }
        guard let map = loaded.maps["events"], let program = loaded.programs["acks_probe"] else {
            preconditionFailure("the instrument acks has its ring and its program")
        }
        let order = FlowOrder.bytes(ends)
        let ring = try refusing(attempt) { () throws(KernelError) in
            try loaded.write(["order": order])
            return try RingBuffer(map)
        }
        let link = try refusing(attempt) { () throws(KernelError) in try Link(tracing: program) }
        self.loaded = loaded
        self.ring = ring
        self.link = link
    }

    /// Hands over all that has come since the last time.
    func read(_ body: (AckSample) -> Void) {
        ring.read { bytes in
            guard bytes.count >= 32 else { return }
            func word(_ place: Int) -> UInt32 {
                bytes.loadUnaligned(fromByteOffset: 8 + 4 * place, as: UInt32.self)
            }
            body(
                AckSample(
                    nanoseconds: bytes.loadUnaligned(as: UInt64.self), flow: word(0),
                    cwnd: word(1), ssthresh: word(2), srttMicroseconds: word(3),
                    inFlight: word(4), sendWindow: word(5)))
        }
    }

    /// How many found no room.
    func lost() throws(KernelError) -> UInt64 {
        let bytes = try loaded.read("lost") ?? []
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
