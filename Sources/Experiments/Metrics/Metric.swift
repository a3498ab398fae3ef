// SPDX-License-Identifier: Apache-2.0
/// Something that a run is judged by, by its name in a plan.
public enum Metric: String, CaseIterable, Sendable {
    /// What got through to the other end, of all flows together.
    case goodput
    /// Of the flow that got least.
    case leastGoodput = "least_goodput"
    case transactions
    /// Of transactions; and of threads that sleep until a moment, how late they came.
    case latencyMean = "latency_mean"
    case latencyP50 = "latency_p50"
    case latencyP90 = "latency_p90"
    case latencyP99 = "latency_p99"
    case latencyP999 = "latency_p99.9"
    /// Bytes that were sent again, of all that were sent.
    case retransmitted
    case srtt
    /// How much longer a round trip was than the shortest one.
    case queueingDelay = "queueing_delay"
    /// Bytes that waited at the bottleneck, on average.
    case queue
    /// Packets that the bottleneck dropped, of all that came to it.
    case drops
    /// Packets that came with a mark, of all that were delivered; of flows that agreed on ECN.
    case marks
    /// Jain's index over the goodput of the flows.
    case fairness
    /// From a flow's start to its end, where it ends by itself: the mean of them.
    case completionTime = "completion_time"
    /// From the start until the last thread has done its part of a fixed amount of work.
    case workTime = "work_time"
    case bitsPerCPUSecond = "bits_per_cpu_second"
    /// In an extension, of all operations that run at an acknowledgement.
    case timePerAck = "time_per_ack"
    /// From the start until the rate stays within 10 % of the one it ends at.
    case convergenceTime = "convergence_time"
    /// Share of the time in which it sent at 90 % of the path's rate or more.
    case fullShare = "full_share"

    /// What its values are counted in; values are in the unit without a prefix.
    public var unit: Unit {
        switch self {
        case .goodput, .leastGoodput, .bitsPerCPUSecond: .bitsPerSecond
        case .transactions: .perSecond
        case .latencyMean, .latencyP50, .latencyP90, .latencyP99, .latencyP999, .srtt,
            .queueingDelay, .completionTime, .workTime, .timePerAck, .convergenceTime:
            .seconds
        case .queue: .bytes
        case .retransmitted, .drops, .marks, .fullShare: .share
        case .fairness: .index
        }
    }

    public enum Unit: String, CaseIterable, Sendable {
        case bitsPerSecond = "bit/s"
        case perSecond = "1/s"
        case seconds = "s"
        case bytes = "B"
        /// From 0 to 1.
        case share
        case index
    }

    /// On what scale two of its values are compared.
    public var scale: Scale {
        switch self {
        case .goodput, .leastGoodput, .transactions, .latencyMean, .latencyP50, .latencyP90,
            .latencyP99, .latencyP999, .srtt, .completionTime, .workTime, .bitsPerCPUSecond,
            .timePerAck:
            .ratio
        // These may be nothing at all, and what is so many times nothing?
        case .retransmitted, .queueingDelay, .queue, .drops, .marks, .fairness, .convergenceTime,
            .fullShare:
            .difference
        }
    }

    public enum Scale: String, Sendable {
        /// One over the other, less one: 0.02 is 2 % more.
        case ratio
        /// One less the other, in the metric's unit.
        case difference
    }

    /// Which way is better; nil where neither is.
    public var better: Direction? {
        switch self {
        case .goodput, .leastGoodput, .transactions, .fairness, .bitsPerCPUSecond, .fullShare:
            .more
        case .latencyMean, .latencyP50, .latencyP90, .latencyP99, .latencyP999, .retransmitted,
            .srtt, .queueingDelay, .queue, .drops, .completionTime, .workTime, .timePerAck,
            .convergenceTime:
            .less
        case .marks: nil
        }
    }

    public enum Direction: String, Sendable { case more, less }
}
