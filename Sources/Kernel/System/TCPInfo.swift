// SPDX-License-Identifier: Apache-2.0
/// What the kernel knows of a TCP socket (`struct tcp_info`).
///
/// Read by offset and length, not by the header that we were built with: what is
/// optional here came after Linux 6.1 and is none on a kernel that lacks it.
public struct TCPInfo: Equatable, Sendable {
    public let state: UInt8
    /// 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
    public let congestionState: UInt8
    public let retransmits: UInt8
    public let backoff: UInt8
    /// 1 timestamps, 2 SACK, 4 window scale, 8 ECN agreed, 16 ECN seen, 32 SYN data.
    public let options: UInt8
    public let isApplicationLimited: Bool
    public let rtoMicroseconds: UInt32
    public let sendMSS: UInt32
    public let receiveMSS: UInt32
    public let unacked: UInt32
    public let sacked: UInt32
    public let lost: UInt32
    /// Retransmitted segments that are on their way now.
    public let retrans: UInt32
    public let lastDataSentMilliseconds: UInt32
    public let pmtu: UInt32
    /// The smoothed round trip.
    public let rttMicroseconds: UInt32
    public let rttvarMicroseconds: UInt32
    /// In segments; 0x7fffffff: none yet.
    public let ssthresh: UInt32
    /// In segments.
    public let cwnd: UInt32
    public let reordering: UInt32
    public let receiveRTTMicroseconds: UInt32
    public let receiveSpace: UInt32
    public let totalRetrans: UInt32
    /// Bytes a second; all ones: not paced.
    public let pacingRate: UInt64
    public let maxPacingRate: UInt64
    public let bytesAcked: UInt64
    public let bytesReceived: UInt64
    public let segsOut: UInt32
    public let segsIn: UInt32
    public let notSentBytes: UInt32
    /// All ones: none yet.
    public let minRTTMicroseconds: UInt32
    public let dataSegsIn: UInt32
    public let dataSegsOut: UInt32
    /// Bytes a second.
    public let deliveryRate: UInt64
    public let busyMicroseconds: UInt64
    public let receiveWindowLimitedMicroseconds: UInt64
    public let sendBufferLimitedMicroseconds: UInt64
    public let delivered: UInt32
    public let deliveredCE: UInt32
    public let bytesSent: UInt64
    public let bytesRetrans: UInt64
    public let dsackDups: UInt32
    public let reorderingsSeen: UInt32
    public let outOfOrderPackets: UInt32
    public let sendWindow: UInt32
    /// Linux 6.2.
    public let receiveWindow: UInt32?
    public let rehash: UInt32?
    /// Linux 6.7.
    public let totalRTOs: UInt16?
    public let totalRTORecoveries: UInt16?
    public let totalRTOMilliseconds: UInt32?
    /// With AccECN, Linux 6.18.
    public let receivedCE: UInt32?
}

extension TCPInfo {
    /// The length on Linux 5.4 and later.
    static let shortest = 232

    /// None when `bytes` is shorter than any kernel gives that we run on.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= TCPInfo.shortest else { return nil }
        func u8(_ offset: Int) -> UInt8 { bytes[offset] }
        func u32(_ offset: Int) -> UInt32 {
            bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        }
        func u64(_ offset: Int) -> UInt64 {
            bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        func later<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Number? {
            guard offset + MemoryLayout<Number>.size <= bytes.count else { return nil }
            return bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
        }
        self.init(
            state: u8(0), congestionState: u8(1), retransmits: u8(2), backoff: u8(4),
            options: u8(5), isApplicationLimited: u8(7) & 1 == 1, rtoMicroseconds: u32(8),
            sendMSS: u32(16), receiveMSS: u32(20), unacked: u32(24), sacked: u32(28),
            lost: u32(32), retrans: u32(36), lastDataSentMilliseconds: u32(44), pmtu: u32(60),
            rttMicroseconds: u32(68), rttvarMicroseconds: u32(72), ssthresh: u32(76),
            cwnd: u32(80), reordering: u32(88), receiveRTTMicroseconds: u32(92),
            receiveSpace: u32(96), totalRetrans: u32(100), pacingRate: u64(104),
            maxPacingRate: u64(112), bytesAcked: u64(120), bytesReceived: u64(128),
            segsOut: u32(136), segsIn: u32(140), notSentBytes: u32(144),
            minRTTMicroseconds: u32(148), dataSegsIn: u32(152), dataSegsOut: u32(156),
            deliveryRate: u64(160), busyMicroseconds: u64(168),
            receiveWindowLimitedMicroseconds: u64(176),
            sendBufferLimitedMicroseconds: u64(184), delivered: u32(192), deliveredCE: u32(196),
            bytesSent: u64(200), bytesRetrans: u64(208), dsackDups: u32(216),
            reorderingsSeen: u32(220), outOfOrderPackets: u32(224), sendWindow: u32(228),
            receiveWindow: later(232), rehash: later(236), totalRTOs: later(240),
            totalRTORecoveries: later(242), totalRTOMilliseconds: later(244),
            receivedCE: later(248))
    }
}
