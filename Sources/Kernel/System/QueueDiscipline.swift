// SPDX-License-Identifier: Apache-2.0
/// A queueing discipline that we tell the kernel of ourselves; others are left to `tc`.
public enum QueueDiscipline: Equatable, Sendable {
    /// Bytes a second; how many may go at once; how many may wait.
    case tokenBucket(rate: UInt64, burst: UInt32, limit: UInt32)
    case packets(UInt32)
    case bytes(UInt32)
    case netem(Emulation)

    /// What netem does to packets that pass.
    public struct Emulation: Equatable, Sendable {
        public var delay: Duration
        /// The delay varies by so much, up and down.
        public var jitter: Duration
        /// Of all packets, from 0 to 1.
        public var loss: Double
        /// How many packets may wait for their time.
        public var limit: UInt32
        /// What jitter and loss are drawn from; nil: whatever the kernel draws. Before Linux 6.6
        /// it is passed over.
        public var seed: UInt64?

        public init(
            delay: Duration, jitter: Duration = .zero, loss: Double = 0, limit: UInt32,
            seed: UInt64? = nil
        ) {
            self.delay = delay
            self.jitter = jitter
            self.loss = loss
            self.limit = limit
            self.seed = seed
        }
    }

    public var kind: String {
        switch self {
        case .tokenBucket: "tbf"
        case .packets: "pfifo"
        case .bytes: "bfifo"
        case .netem: "netem"
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
        case .netem(let emulation):
            message.nest(options) { emulation.add(to: &$0) }
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

extension QueueDiscipline.Emulation {
    /// `struct tc_netem_qopt`, and what does not fit into it.
    fileprivate func add(to message: inout NetlinkMessage) {
        let delay64: UInt16 = 10, jitter64: UInt16 = 11, seedOfDraws: UInt16 = 14
        message.add(UInt32(0))  // The delay; it is told in nanoseconds below.
        message.add(limit)
        message.add(UInt32(min(max(loss, 0) * 4_294_967_296, 4_294_967_295)))
        message.addZeros(12)  // No gap, no duplicates; the jitter is told below.
        message.nest(delay64) { $0.add(delay.wholeNanoseconds) }
        message.nest(jitter64) { $0.add(jitter.wholeNanoseconds) }
        if let seed { message.nest(seedOfDraws) { $0.add(seed) } }
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
