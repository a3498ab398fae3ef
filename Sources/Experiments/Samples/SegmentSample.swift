// SPDX-License-Identifier: Apache-2.0
/// A segment that a watched end sent or received, and what its socket knew at that moment.
///
/// Numbers are those on the wire: `Exchange` makes them a flow's own. Results files hold
/// none of these; they are taken to compare two runs.
public struct SegmentSample: BitwiseCopyable, Equatable, Sendable {
    public var nanoseconds: UInt64
    /// One for each connection, as long as it lives; another may have it later.
    public var socket: UInt64
    public var flow: UInt32
    /// Of its first byte.
    public var sequence: UInt32
    /// Of its payload, in bytes.
    public var length: UInt32
    public var acknowledgement: UInt32
    public var cwnd: UInt32
    public var ssthresh: UInt32
    public var srttMicroseconds: UInt32
    /// In segments.
    public var inFlight: UInt32
    /// Segments that the peer holds beyond a hole.
    public var sacked: UInt32
    /// As in the header: 1 FIN, 2 SYN, 4 RST, 8 PSH, 16 ACK, 64 ECE, 128 CWR.
    public var flags: UInt16
    /// 0 sent, 1 received, 2 sent again.
    public var way: UInt8
    /// 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
    public var congestionState: UInt8

    public init(
        nanoseconds: UInt64, socket: UInt64 = 1, flow: UInt32 = 0, sequence: UInt32,
        length: UInt32 = 0, acknowledgement: UInt32 = 0, cwnd: UInt32 = 10,
        ssthresh: UInt32 = FlowSample.noThreshold, srttMicroseconds: UInt32 = 0,
        inFlight: UInt32 = 0, sacked: UInt32 = 0, flags: UInt16 = 16, way: UInt8 = 0,
        congestionState: UInt8 = 0
    ) {
        self.nanoseconds = nanoseconds
        self.socket = socket
        self.flow = flow
        self.sequence = sequence
        self.length = length
        self.acknowledgement = acknowledgement
        self.cwnd = cwnd
        self.ssthresh = ssthresh
        self.srttMicroseconds = srttMicroseconds
        self.inFlight = inFlight
        self.sacked = sacked
        self.flags = flags
        self.way = way
        self.congestionState = congestionState
    }
}
