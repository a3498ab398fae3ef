// SPDX-License-Identifier: Apache-2.0

/// What sockets did in some time.
struct SocketCounters: Equatable, Sendable {
    var bytesAcked: UInt64 = 0
    var bytesSent: UInt64 = 0
    var bytesRetransmitted: UInt64 = 0
    var dataSegmentsOut: UInt64 = 0
    var retransmits: UInt64 = 0
    var delivered: UInt64 = 0
    var deliveredCE: UInt64 = 0
}

extension SocketCounters {
    /// From one look at a socket to a later one; none when it began anew in between.
    ///
    /// A socket that disconnects and connects again keeps its cookie and counts
    /// from 0. The wide counters show that by falling; a narrow one that falls has
    /// wrapped, unless it would have to have done more than half its circle.
    init?(from old: SocketSample, to new: SocketSample) {
        guard new.bytesAcked >= old.bytesAcked, new.bytesSent >= old.bytesSent,
            new.bytesRetransmitted >= old.bytesRetransmitted,
            new.bytesReceived >= old.bytesReceived
        else { return nil }
        let narrow = [
            new.dataSegmentsOut &- old.dataSegmentsOut,
            new.totalRetransmits &- old.totalRetransmits,
            new.delivered &- old.delivered, new.deliveredCE &- old.deliveredCE,
        ]
        guard narrow.allSatisfy({ $0 < 1 << 31 }) else { return nil }
        bytesAcked = new.bytesAcked - old.bytesAcked
        bytesSent = new.bytesSent - old.bytesSent
        bytesRetransmitted = new.bytesRetransmitted - old.bytesRetransmitted
        dataSegmentsOut = UInt64(narrow[0])
        retransmits = UInt64(narrow[1])
        delivered = UInt64(narrow[2])
        deliveredCE = UInt64(narrow[3])
    }

    static func += (sum: inout SocketCounters, part: SocketCounters) {
        sum.bytesAcked += part.bytesAcked
        sum.bytesSent += part.bytesSent
        sum.bytesRetransmitted += part.bytesRetransmitted
        sum.dataSegmentsOut += part.dataSegmentsOut
        sum.retransmits += part.retransmits
        sum.delivered += part.delivered
        sum.deliveredCE += part.deliveredCE
    }

    /// The share of what was sent that had been sent before.
    ///
    /// In bytes where the kernel counts them, else in segments; none where
    /// nothing was sent. A lost SYN counts as a retransmitted segment and not as
    /// a data segment, so in segments the share of a tiny transfer can pass 100 %.
    var retransmittedShare: Double? {
        if bytesSent > 0 { return Double(bytesRetransmitted) / Double(bytesSent) }
        return dataSegmentsOut > 0 ? Double(retransmits) / Double(dataSegmentsOut) : nil
    }

    /// The share of what arrived that a queue had marked; none where nothing arrived.
    ///
    /// A connection without ECN cannot be told from one that met no mark: 0.
    var markedShare: Double? {
        delivered > 0 ? Double(deliveredCE) / Double(delivered) : nil
    }
}
