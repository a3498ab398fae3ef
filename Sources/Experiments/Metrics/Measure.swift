// SPDX-License-Identifier: Apache-2.0
/// A metric of one part of a load: `bulk.goodput`.
public struct Measure: Hashable, Sendable, CustomStringConvertible {
    public var part: String
    public var metric: Metric

    public init(_ part: String, _ metric: Metric) {
        self.part = part
        self.metric = metric
    }

    public var description: String { "\(part).\(metric.rawValue)" }
}
