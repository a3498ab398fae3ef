// SPDX-License-Identifier: Apache-2.0
/// A queueing discipline that we tell the kernel of ourselves; others are left to `tc`.
public enum QueueDiscipline: Equatable, Sendable {
    /// Bytes a second; how many may go at once; how many may wait.
    case tokenBucket(rate: UInt64, burst: UInt32, limit: UInt32)
    case packets(UInt32)
    case bytes(UInt32)

    public var kind: String {
        switch self {
        case .tokenBucket: "tbf"
        case .packets: "pfifo"
        case .bytes: "bfifo"
        }
    }

    /// Its attribute `TCA_OPTIONS`.
    func addOptions(to message: inout NetlinkMessage) {
        let options: UInt16 = 2
        switch self {
        case .packets(let limit), .bytes(let limit):
            message.attribute(options, number: limit)
        case .tokenBucket(let rate, let burst, let limit):
            message.nest(options) { message in
                QueueDiscipline.addBucket(rate, burst, limit, to: &message)
            }
        }
    }

    /// `struct tc_tbf_qopt`, and what does not fit into it.
    private static func addBucket(
        _ rate: UInt64, _ burst: UInt32, _ limit: UInt32, to message: inout NetlinkMessage
    ) {
        let parameters: UInt16 = 1, rate64: UInt16 = 4, burstBytes: UInt16 = 6
        let ethernet: UInt8 = 1
        let whole = rate > UInt64(UInt32.max)
        message.nest(parameters) { message in
            // `struct tc_ratespec`: a link layer that is named needs no table of rates.
            for byte in [0, ethernet] as [UInt8] { message.add(byte) }
            for half in [0, 0, 0] as [UInt16] { message.add(half) }
            message.add(whole ? UInt32.max : UInt32(rate))
            message.addZeros(12)  // No peak rate.
            message.add(limit)
            message.addZeros(8)  // The burst as time, and a peak's; it is told in bytes below.
        }
        if whole { message.nest(rate64) { $0.add(rate) } }
        message.attribute(burstBytes, number: burst)
    }
}

/// What the kernel counts of a queueing discipline.
public struct QueueStatistics: Equatable, Sendable {
    public internal(set) var kind = ""
    public internal(set) var device: UInt32 = 0
    /// 0xffffffff: it is the device's root.
    public internal(set) var parent: UInt32 = 0
    public internal(set) var handle: UInt32 = 0
    public internal(set) var bytes: UInt64 = 0
    public internal(set) var packets: UInt32 = 0
    public internal(set) var waitingPackets: UInt32 = 0
    public internal(set) var waitingBytes: UInt32 = 0
    public internal(set) var drops: UInt32 = 0
    /// Nil where the kind counts none.
    public internal(set) var marks: UInt32?
}
