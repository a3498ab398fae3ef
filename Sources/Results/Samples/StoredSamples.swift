// SPDX-License-Identifier: Apache-2.0
import Experiments

private let time = "monotonic clock"

extension FlowSample: StoredSample {
    public static let kind = SampleKind.flow
    public static let columns = [
        SampleColumn("ns", .u64, "ns", .before, at: place(of: \.nanoseconds), time),
        SampleColumn("flow", .u32, "", .before, at: place(of: \.flow), "number of the flow"),
        SampleColumn("bytes_acked", .u64, "B", .lane, at: place(of: \.bytesAcked), "acknowledged"),
        SampleColumn(
            "bytes_received", .u64, "B", .lane, at: place(of: \.bytesReceived), "received"),
        SampleColumn(
            "bytes_retrans", .u64, "B", .lane, at: place(of: \.bytesRetrans), "sent again"),
        SampleColumn("bytes_sent", .u64, "B", .lane, at: place(of: \.bytesSent), "sent"),
        SampleColumn(
            "delivery_rate", .u64, "B/s", .lane, at: place(of: \.deliveryRate),
            "as the kernel estimates it"),
        SampleColumn(
            "pacing_rate", .u64, "B/s", .lane, at: place(of: \.pacingRate),
            "all ones: not paced"),
        SampleColumn("cwnd", .u32, "segments", .lane, at: place(of: \.cwnd), "congestion window"),
        SampleColumn(
            "ssthresh", .u32, "segments", .lane, at: place(of: \.ssthresh),
            "slow start threshold; 0x7fffffff: none yet"),
        SampleColumn(
            "srtt", .u32, "us", .lane, at: place(of: \.srttMicroseconds), "smoothed round trip"),
        SampleColumn(
            "rttvar", .u32, "us", .lane, at: place(of: \.rttvarMicroseconds),
            "its mean deviation"),
        SampleColumn(
            "min_rtt", .u32, "us", .lane, at: place(of: \.minRTTMicroseconds),
            "shortest round trip; all ones: none yet"),
        SampleColumn(
            "unacked", .u32, "segments", .lane, at: place(of: \.unacked), "in flight"),
        SampleColumn("lost", .u32, "segments", .lane, at: place(of: \.lost), "thought lost now"),
        SampleColumn(
            "total_retrans", .u32, "segments", .lane, at: place(of: \.totalRetrans),
            "sent again so far"),
        SampleColumn(
            "delivered", .u32, "segments", .lane, at: place(of: \.delivered),
            "delivered so far"),
        SampleColumn(
            "delivered_ce", .u32, "segments", .lane, at: place(of: \.deliveredCE),
            "delivered with a mark so far"),
        SampleColumn("snd_mss", .u32, "B", .lane, at: place(of: \.sendMSS), "size of a segment"),
        SampleColumn("state", .u8, "", .lane, at: place(of: \.state), "as in TCP_INFO"),
        SampleColumn(
            "ca_state", .u8, "", .lane, at: place(of: \.congestionState),
            "0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss"),
        SampleColumn(
            "options", .u8, "", .lane, at: place(of: \.options), "as in TCP_INFO; 8: ECN agreed"),
        SampleColumn(
            "app_limited", .flag, "", .lane, at: place(of: \.isApplicationLimited),
            "the sender had nothing more to send"),
    ]

    private static func place<Value>(of field: KeyPath<Self, Value>) -> Int? {
        MemoryLayout<Self>.offset(of: field)
    }
}

extension QueueSample: StoredSample {
    public static let kind = SampleKind.queue
    public static let columns = [
        SampleColumn("ns", .u64, "ns", .before, at: place(of: \.nanoseconds), time),
        SampleColumn(
            "back", .flag, "", .before, at: place(of: \.isBack),
            "1: of data from server to client"),
        SampleColumn("sent_bytes", .u64, "B", .lane, at: place(of: \.sentBytes), "let through"),
        SampleColumn(
            "sent_packets", .u32, "packets", .lane, at: place(of: \.sentPackets), "let through"),
        SampleColumn(
            "waiting_bytes", .u32, "B", .lane, at: place(of: \.waitingBytes), "waiting now"),
        SampleColumn(
            "waiting_packets", .u32, "packets", .lane, at: place(of: \.waitingPackets),
            "waiting now"),
        SampleColumn("drops", .u32, "packets", .lane, at: place(of: \.drops), "dropped so far"),
        SampleColumn("marks", .u32, "packets", .lane, at: place(of: \.marks), "marked so far"),
    ]

    private static func place<Value>(of field: KeyPath<Self, Value>) -> Int? {
        MemoryLayout<Self>.offset(of: field)
    }
}

extension AckSample: StoredSample {
    public static let kind = SampleKind.ack
    public static let columns = [
        SampleColumn("ns", .u64, "ns", .before, at: place(of: \.nanoseconds), time),
        SampleColumn("flow", .u32, "", .before, at: place(of: \.flow), "number of the flow"),
        SampleColumn("cwnd", .u32, "segments", .lane, at: place(of: \.cwnd), "congestion window"),
        SampleColumn(
            "ssthresh", .u32, "segments", .lane, at: place(of: \.ssthresh),
            "slow start threshold"),
        SampleColumn(
            "srtt", .u32, "us", .lane, at: place(of: \.srttMicroseconds), "smoothed round trip"),
        SampleColumn("in_flight", .u32, "B", .lane, at: place(of: \.inFlight), "in flight"),
        SampleColumn(
            "snd_wnd", .u32, "B", .lane, at: place(of: \.sendWindow), "the receiver's window"),
    ]

    private static func place<Value>(of field: KeyPath<Self, Value>) -> Int? {
        MemoryLayout<Self>.offset(of: field)
    }
}

extension CodeSample: StoredSample {
    public static let kind = SampleKind.code
    public static let columns = [
        SampleColumn("ns", .u64, "ns", .before, at: place(of: \.nanoseconds), time),
        SampleColumn("arm", .u32, "", .before, at: place(of: \.arm), "the arm's place in the run"),
        SampleColumn("calls", .u64, "", .lane, at: place(of: \.calls), "calls so far"),
        SampleColumn(
            "spent_ns", .u64, "ns", .lane, at: place(of: \.spentNanoseconds), "spent so far"),
    ]

    private static func place<Value>(of field: KeyPath<Self, Value>) -> Int? {
        MemoryLayout<Self>.offset(of: field)
    }
}

extension LatencyCount: StoredSample {
    public static let kind = SampleKind.latency
    public static let columns = [
        SampleColumn("ns", .u64, "ns", .before, at: place(of: \.nanoseconds), time),
        SampleColumn("flow", .u32, "", .before, at: place(of: \.flow), "number of the flow"),
        SampleColumn(
            "bucket", .u32, "", .before, at: place(of: \.bucket),
            "how long: below 128 in ns, above in 128 steps for each doubling"),
        SampleColumn(
            "count", .u32, "", .before, at: place(of: \.count),
            "transactions that ended within 100 ms from then"),
    ]

    private static func place<Value>(of field: KeyPath<Self, Value>) -> Int? {
        MemoryLayout<Self>.offset(of: field)
    }
}
