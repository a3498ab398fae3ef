// SPDX-License-Identifier: Apache-2.0
/// What a socket looked like when an acknowledgement came (the tracepoint tcp_probe).
public struct AckSample: BitwiseCopyable, Equatable, Sendable {
    public var nanoseconds: UInt64
    public var flow: UInt32
    public var cwnd: UInt32
    public var ssthresh: UInt32
    public var srttMicroseconds: UInt32
    public var inFlight: UInt32
    public var sendWindow: UInt32

    public init(
        nanoseconds: UInt64, flow: UInt32, cwnd: UInt32, ssthresh: UInt32,
        srttMicroseconds: UInt32, inFlight: UInt32, sendWindow: UInt32
    ) {
        self.nanoseconds = nanoseconds
        self.flow = flow
        self.cwnd = cwnd
        self.ssthresh = ssthresh
        self.srttMicroseconds = srttMicroseconds
        self.inFlight = inFlight
        self.sendWindow = sendWindow
    }
}
