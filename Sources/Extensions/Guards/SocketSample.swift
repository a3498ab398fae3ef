// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What one TCP socket looked like at one moment: the part of the kernel's
/// `struct tcp_info` that guards need.
///
/// The counters run from the socket's birth, and those of 32 bits wrap.
public struct SocketSample: Equatable, Sendable {
    /// The kernel's number for the socket; never used again, in no namespace.
    public var cookie: UInt64
    public var instant: Instant
    public var state: State = .established
    /// 0: none yet.
    public var srttMicroseconds: UInt32 = 0
    /// 0 or all ones: none yet.
    public var minRttMicroseconds: UInt32 = .max
    /// In segments.
    public var cwnd: UInt32 = 0
    /// In segments; 0x7fffffff: none yet.
    public var ssthresh: UInt32 = 0x7fff_ffff
    public var bytesAcked: UInt64 = 0
    public var bytesReceived: UInt64 = 0
    /// Retransmitted ones too.
    public var bytesSent: UInt64 = 0
    public var bytesRetransmitted: UInt64 = 0
    public var segmentsOut: UInt32 = 0
    /// Retransmitted ones too.
    public var dataSegmentsOut: UInt32 = 0
    public var totalRetransmits: UInt32 = 0
    /// Segments that have arrived.
    public var delivered: UInt32 = 0
    /// Of those, the ones that a queue had marked.
    public var deliveredCE: UInt32 = 0
    /// Bytes a second.
    public var deliveryRate: UInt64 = 0
    /// Bytes a second; all ones: not paced.
    public var pacingRate: UInt64 = .max

    /// The kernel's numbers.
    public enum State: UInt8, CaseIterable, Sendable {
        case established = 1
        case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck
        case listen, closing, newSynReceived, boundInactive
    }

    public init(cookie: UInt64, at instant: Instant) {
        self.cookie = cookie
        self.instant = instant
    }

    /// Whether it is past the handshake and not yet a memory. For the others
    /// the kernel fills the same fields with something else, or with nothing.
    var carriesData: Bool {
        switch state {
        case .established, .finWait1, .finWait2, .closeWait, .lastAck, .closing: true
        case .synSent, .synReceived, .timeWait, .closed, .listen, .newSynReceived,
            .boundInactive:
            false
        }
    }

    /// What waits in queues along the path; none where a part of it is not known.
    var queueingMicroseconds: Double? {
        guard srttMicroseconds > 0, minRttMicroseconds > 0, minRttMicroseconds != .max else {
            return nil
        }
        // The smoothed value can lag below a minimum that it has not met yet.
        return Double(max(srttMicroseconds, minRttMicroseconds) - minRttMicroseconds)
    }
}
