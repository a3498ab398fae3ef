// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears of every segment that the senders of a run send and receive.
final class SegmentWatch: Sendable {
    private let instrument: EventInstrument

    /// Of `struct segment_event`.
    private static let size = 56

    init(
        _ ends: [(station: Station, isServer: Bool)], _ shelf: Shelf
    ) throws(Refusal) {
        instrument = try EventInstrument(
            TracedOutput.instrument, ["segments_received", "segments_sent"],
            to: "watch every segment", at: ends, shelf)
    }

    /// Hands over all that has come since the last time.
    func read(_ body: (SegmentSample) -> Void) {
        instrument.read { bytes in
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
    func lost() throws(KernelError) -> UInt64 { try instrument.lost() }
}
