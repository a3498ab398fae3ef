// SPDX-License-Identifier: Apache-2.0
extension Plan {
    /// What the arms are judged by.
    public struct Metrics: Equatable, Sendable {
        /// The one that the verdict is about.
        public var primary: Wish
        public var secondary: [Wish]

        public init(primary: Wish, secondary: [Wish] = []) {
            self.primary = primary
            self.secondary = secondary
        }

        public var all: [Wish] { [primary] + secondary }
    }

    /// A metric as it is asked for: `bulk.goodput`, or `goodput` of whichever part has it.
    public struct Wish: Hashable, Sendable, CustomStringConvertible {
        /// None: the first part of each load that is measured and can give it.
        public var part: String?
        public var metric: Metric

        public init(_ metric: Metric, of part: String? = nil) {
            self.part = part
            self.metric = metric
        }

        public var description: String {
            (part.map { "\($0)." } ?? "") + metric.rawValue
        }
    }

    /// The primary measure of a load's runs; nil where the load cannot give it.
    public func primaryMeasure(of load: Load) -> Measure? {
        load.measure(metrics.primary)
    }

    /// The secondary measures that a load's runs can give, each once.
    public func secondaryMeasures(of load: Load) -> [Measure] {
        var measures: [Measure] = []
        for measure in metrics.secondary.compactMap(load.measure)
        where measure != primaryMeasure(of: load) && !measures.contains(measure) {
            measures.append(measure)
        }
        return measures
    }
}

extension Load {
    /// The measure that a wish means here; nil where no part can give it.
    public func measure(_ wish: Plan.Wish) -> Measure? {
        let part = parts.first { part in
            !part.isBackground && part.gives(wish.metric)
                && (wish.part == nil || wish.part == part.name)
        }
        return part.map { Measure($0.name, wish.metric) }
    }
}

extension Load.Part {
    /// Whether runs of it can have the metric; whether the path has what it takes is not asked.
    public func gives(_ metric: Metric) -> Bool {
        switch metric {
        case .goodput, .leastGoodput, .bitsPerCPUSecond: !test.isRequestResponse
        case .transactions, .latencyMean, .latencyP50, .latencyP90, .latencyP99, .latencyP999:
            test.isRequestResponse
        case .retransmitted, .srtt, .queueingDelay, .timePerAck: test.isTCP
        case .queue, .drops, .marks: true
        case .fairness: !test.isRequestResponse && flows > 1
        case .completionTime: test.isTCP
        case .convergenceTime, .fullShare: test.isBulkTCP
        }
    }
}
