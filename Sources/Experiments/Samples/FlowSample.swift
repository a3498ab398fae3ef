// SPDX-License-Identifier: Apache-2.0
/// What the kernel knew of one flow's socket at one moment.
///
/// Clocks: `nanoseconds` is the monotonic one, read when the kernel's answer began to come.
public struct FlowSample: BitwiseCopyable, Equatable, Sendable {
    public var nanoseconds: UInt64
    public var bytesAcked: UInt64
    public var bytesReceived: UInt64
    public var bytesRetrans: UInt64
    public var bytesSent: UInt64
    /// Bytes a second.
    public var deliveryRate: UInt64
    /// Bytes a second; all ones: not paced.
    public var pacingRate: UInt64
    public var flow: UInt32
    /// In segments.
    public var cwnd: UInt32
    /// In segments; 0x7fffffff: none yet.
    public var ssthresh: UInt32
    public var srttMicroseconds: UInt32
    public var rttvarMicroseconds: UInt32
    /// All ones: none yet.
    public var minRTTMicroseconds: UInt32
    public var unacked: UInt32
    public var lost: UInt32
    public var totalRetrans: UInt32
    public var delivered: UInt32
    public var deliveredCE: UInt32
    public var sendMSS: UInt32
    public var state: UInt8
    /// 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
    public var congestionState: UInt8
    /// As TCP_INFO has them: 8 ECN agreed.
    public var options: UInt8
    public var isApplicationLimited: Bool

    public init(
        nanoseconds: UInt64, flow: UInt32, bytesAcked: UInt64 = 0, bytesReceived: UInt64 = 0,
        bytesRetrans: UInt64 = 0, bytesSent: UInt64 = 0, deliveryRate: UInt64 = 0,
        pacingRate: UInt64 = 0, cwnd: UInt32 = 0, ssthresh: UInt32 = 0x7fff_ffff,
        srttMicroseconds: UInt32 = 0, rttvarMicroseconds: UInt32 = 0,
        minRTTMicroseconds: UInt32 = .max, unacked: UInt32 = 0, lost: UInt32 = 0,
        totalRetrans: UInt32 = 0, delivered: UInt32 = 0, deliveredCE: UInt32 = 0,
        sendMSS: UInt32 = 0, state: UInt8 = 1, congestionState: UInt8 = 0, options: UInt8 = 0,
        isApplicationLimited: Bool = false
    ) {
        self.nanoseconds = nanoseconds
        self.bytesAcked = bytesAcked
        self.bytesReceived = bytesReceived
        self.bytesRetrans = bytesRetrans
        self.bytesSent = bytesSent
        self.deliveryRate = deliveryRate
        self.pacingRate = pacingRate
        self.flow = flow
        self.cwnd = cwnd
        self.ssthresh = ssthresh
        self.srttMicroseconds = srttMicroseconds
        self.rttvarMicroseconds = rttvarMicroseconds
        self.minRTTMicroseconds = minRTTMicroseconds
        self.unacked = unacked
        self.lost = lost
        self.totalRetrans = totalRetrans
        self.delivered = delivered
        self.deliveredCE = deliveredCE
        self.sendMSS = sendMSS
        self.state = state
        self.congestionState = congestionState
        self.options = options
        self.isApplicationLimited = isApplicationLimited
    }

    public static let noThreshold: UInt32 = 0x7fff_ffff
}
