// SPDX-License-Identifier: Apache-2.0
/// All that one flow's watched end sent and received, in order.
public struct Exchange: Equatable, Sendable {
    public let flow: Int
    public let segments: [Segment]

    public init(flow: Int, _ segments: [Segment]) {
        self.flow = flow
        self.segments = segments
    }

    /// How often a sent segment did not begin where the one before it had ended: what lay between
    /// was sent unseen, and nothing can be said of the flow.
    public var gaps: Int {
        var gaps = 0
        var next: [Int: UInt32] = [:]
        for segment in segments where segment.way == .sent {
            // A SYN counts as a byte.
            let end = segment.sequence &+ segment.length &+ (segment.flags & 2 == 0 ? 0 : 1)
            guard end != segment.sequence else { continue }
            if let next = next[segment.connection], next != segment.sequence { gaps += 1 }
            next[segment.connection] = end
        }
        return gaps
    }

    /// Of every flow of a run, by their numbers. Initial sequence numbers and the clock's
    /// reading differ between machines that are alike in all that counts: they are taken out.
    public static func all(of samples: Series<SegmentSample>) -> [Exchange] {
        guard let first = samples.samples.first?.nanoseconds else { return [] }
        var readers: [UInt32: Reader] = [:]
        for sample in samples.samples {
            readers[sample.flow, default: Reader()].take(sample, since: first)
        }
        return readers.sorted { $0.key < $1.key }.map {
            Exchange(flow: Int($0.key), $0.value.segments)
        }
    }
}

extension Exchange {
    /// Takes the samples of one flow.
    private struct Reader {
        var segments: [Segment] = []
        private var connections: [UInt64: Connection] = [:]
        private var count = 0

        /// Where each side's bytes begin; nil until it has been seen.
        private struct Connection {
            let number: Int
            var ours: UInt32?
            var theirs: UInt32?
        }

        mutating func take(_ sample: SegmentSample, since first: UInt64) {
            let isReceived = sample.way == 1
            // The memory of a socket that is gone may be the next one's.
            if !isReceived, sample.flags & 2 != 0,
                connections[sample.socket]?.ours != sample.sequence
            {
                connections[sample.socket] = nil
            }
            var connection = connections[sample.socket] ?? Connection(number: count)
            count = max(count, connection.number + 1)
            let (ours, theirs) =
                isReceived
                ? (sample.acknowledgement, sample.sequence)
                : (sample.sequence, sample.acknowledgement)
            let acknowledges = sample.flags & 16 != 0
            if !isReceived || acknowledges { connection.ours = connection.ours ?? ours }
            if isReceived || acknowledges { connection.theirs = connection.theirs ?? theirs }
            connections[sample.socket] = connection
            let (sentFrom, heardFrom) = (connection.ours ?? ours, connection.theirs ?? theirs)
            segments.append(
                Segment(
                    way: isReceived ? .received : sample.way == 2 ? .sentAgain : .sent,
                    time: .nanoseconds(Int64(bitPattern: sample.nanoseconds &- first)),
                    connection: connection.number,
                    sequence: sample.sequence &- (isReceived ? heardFrom : sentFrom),
                    length: sample.length,
                    acknowledgement: acknowledges
                        ? sample.acknowledgement &- (isReceived ? sentFrom : heardFrom) : 0,
                    flags: sample.flags, sacked: sample.sacked, inFlight: sample.inFlight,
                    cwnd: sample.cwnd, ssthresh: sample.ssthresh,
                    srtt: .microseconds(Int64(sample.srttMicroseconds)),
                    congestionState: sample.congestionState))
        }
    }
}
