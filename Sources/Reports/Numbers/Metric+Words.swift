// SPDX-License-Identifier: Apache-2.0
import Experiments

extension Metric {
    /// What it is, for a heading.
    var words: String {
        switch self {
        case .goodput: "goodput"
        case .leastGoodput: "goodput of the least flow"
        case .transactions: "transactions"
        case .latencyMean: "mean latency"
        case .latencyP50: "median latency"
        case .latencyP90: "90th percentile of latency"
        case .latencyP99: "99th percentile of latency"
        case .latencyP999: "99.9th percentile of latency"
        case .retransmitted: "retransmitted share"
        case .srtt: "smoothed round-trip time"
        case .queueingDelay: "queueing delay"
        case .queue: "queue at the bottleneck"
        case .drops: "dropped share"
        case .marks: "marked share"
        case .fairness: "fairness (Jain's index)"
        case .completionTime: "completion time"
        case .workTime: "time for the work"
        case .bitsPerCPUSecond: "bits per CPU second"
        case .timePerAck: "time per ACK"
        case .convergenceTime: "time to converge"
        case .fullShare: "share of time near the full rate"
        }
    }

    /// `more is better`.
    var direction: String? {
        better.map { $0 == .more ? "more is better" : "less is better" }
    }
}

extension Measure {
    /// `goodput of bulk`.
    var words: String { "\(metric.words) of \(part)" }
}

/// `1 round`, `15 rounds`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}
