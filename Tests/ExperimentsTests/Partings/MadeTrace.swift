// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What one sender might have sent and heard: a SYN, then data, each segment acknowledged.
struct MadeTrace {
    var samples: [SegmentSample]

    static let segment: UInt32 = 1448

    /// `initial` and `peer` are the two initial sequence numbers, `start` the clock's reading.
    init(
        segments: Int = 6, initial: UInt32 = 1000, peer: UInt32 = 77, start: UInt64 = 5_000_000_000,
        flow: UInt32 = 0, socket: UInt64 = 9
    ) {
        samples = [
            SegmentSample(
                nanoseconds: start, socket: socket, flow: flow, sequence: initial, flags: 2)
        ]
        for number in 0..<UInt32(segments) {
            let time = start + 20_000_000 + UInt64(number) * 1_000_000
            let sequence = initial &+ 1 &+ number &* MadeTrace.segment
            samples.append(
                SegmentSample(
                    nanoseconds: time, socket: socket, flow: flow, sequence: sequence,
                    length: MadeTrace.segment, acknowledgement: peer &+ 1, cwnd: 10 + number,
                    srttMicroseconds: 20_000))
            samples.append(
                SegmentSample(
                    nanoseconds: time + 500_000, socket: socket, flow: flow,
                    sequence: peer &+ 1, acknowledgement: sequence &+ MadeTrace.segment,
                    cwnd: 10 + number, srttMicroseconds: 20_000, way: 1))
        }
    }

    var exchanges: [Exchange] { Exchange.all(of: Series(ContiguousArray(samples))) }

    /// The only flow, beside another's.
    func comparison(
        with other: MadeTrace, tolerance: Duration = .microseconds(100)
    ) -> FlowComparison {
        FlowComparison(
            0, exchanges.first, other.exchanges.first, tolerance: tolerance)
    }
}
