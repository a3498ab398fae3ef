// SPDX-License-Identifier: Apache-2.0
/// All that one flow's watched end sent and received, in order.
public struct Conversation: Equatable, Sendable {
    public let flow: Int
    public let segments: [Segment]

    public init(flow: Int, _ segments: [Segment]) {
        self.flow = flow
        self.segments = segments
    }

    /// Of every flow of a run, by their numbers. Initial sequence numbers and the clock's
    /// reading differ between machines that are alike in all that counts: they are taken out.
    public static func all(of samples: Series<SegmentSample>) -> [Conversation] {
        guard let first = samples.samples.first?.nanoseconds else { return [] }
        var readers: [UInt32: Reader] = [:]
        for sample in samples.samples {
            readers[sample.flow, default: Reader()].take(sample, since: first)
        }
        return readers.sorted { $0.key < $1.key }.map {
            Conversation(flow: Int($0.key), $0.value.segments)
        }
    }
}

extension Conversation {
    /// Takes the samples of one flow.
    private struct Reader {
        var segments: [Segment] = []
        private var connections: [UInt64: Connection] = [:]

        /// Where each side's bytes begin; nil until it has been seen.
        private struct Connection {
            let number: Int
            var ours: UInt32?
            var theirs: UInt32?
        }

        mutating func take(_ sample: SegmentSample, since first: UInt64) {
            var connection =
                connections[sample.socket] ?? Connection(number: connections.count)
            let isReceived = sample.way == 1
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
                    time: .nanoseconds(Int64(sample.nanoseconds - first)),
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
