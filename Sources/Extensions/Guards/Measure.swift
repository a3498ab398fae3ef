// SPDX-License-Identifier: Apache-2.0

/// What is measured of the sockets in a window: `srtt.p99`, `goodput`.
public struct Measure: Hashable, Sendable {
    public let metric: Metric
    /// Nil: the one number that the window has of the metric.
    public let statistic: Statistic?

    /// Over the values of a metric that has several.
    public enum Statistic: String, CaseIterable, Sendable {
        case mean, p50, p90, p99, max
    }

    /// Without a statistic, a metric that is nothing without one gets its mean.
    public init(_ metric: Metric, _ statistic: Statistic? = nil) {
        precondition(
            statistic == nil || metric.hasStatistics, "\(metric.rawValue) has no statistics")
        self.metric = metric
        self.statistic = statistic ?? (metric.hasTotal ? nil : .mean)
    }

    public var unit: Quantity.Unit { metric.unit }
}

extension Measure: CustomStringConvertible {
    public var description: String {
        metric.rawValue + (statistic.map { ".\($0.rawValue)" } ?? "")
    }
}

/// What can be measured of TCP sockets.
public enum Metric: String, CaseIterable, Sendable {
    case goodput, retransmits, marks, srtt, queueing, cwnd, delivered, sockets

    public var unit: Quantity.Unit {
        switch self {
        case .goodput: .bitsPerSecond
        case .retransmits, .marks: .share
        case .srtt, .queueing: .microseconds
        case .cwnd, .sockets: .count
        case .delivered: .perSecond
        }
    }

    /// What it means, as help says it.
    public var meaning: String {
        switch self {
        case .goodput: "bits acknowledged a second, all sockets together; .mean to .max: of one"
        case .retransmits: "share of what was sent that had been sent before"
        case .marks: "share of what arrived that a queue had marked (ECN)"
        case .srtt: "smoothed round trip"
        case .queueing: "smoothed round trip less the shortest: the wait in queues"
        case .cwnd: "congestion window, in segments"
        case .delivered: "segments that arrived, a second"
        case .sockets: "sockets seen"
        }
    }

    /// Whether it has several values in a window: one for each look or socket.
    var hasStatistics: Bool {
        switch self {
        case .goodput, .srtt, .queueing, .cwnd: true
        case .retransmits, .marks, .delivered, .sockets: false
        }
    }

    /// Whether a window has one number of it.
    var hasTotal: Bool { !hasStatistics || self == .goodput }
}
