// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Hears of every acknowledgement that the senders of a run receive.
final class AckWatch: Sendable {
    private let instrument: EventInstrument

    init(
        _ ends: [(station: Station, isServer: Bool)], _ shelf: Shelf
    ) throws(Refusal) {
        instrument = try EventInstrument(
            "acks", ["acks_probe"], to: "watch every acknowledgement", at: ends, shelf)
    }

    /// Hands over all that has come since the last time.
    func read(_ body: (AckSample) -> Void) {
        instrument.read { bytes in
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
    func lost() throws(KernelError) -> UInt64 { try instrument.lost() }
}
