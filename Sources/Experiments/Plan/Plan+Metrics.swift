// SPDX-License-Identifier: Apache-2.0
extension Plan {
    /// What the arms are judged by.
    public struct Metrics: Equatable, Sendable {
        /// The one that the verdict is about.
        public var primary: MeasurePattern
        public var secondary: [MeasurePattern]

        public init(primary: MeasurePattern, secondary: [MeasurePattern] = []) {
            self.primary = primary
            self.secondary = secondary
        }

        public var all: [MeasurePattern] { [primary] + secondary }
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
    public func measure(_ wish: MeasurePattern) -> Measure? {
        let part = parts.first { part in
            !part.isBackground && part.gives(wish.metric)
                && (wish.part == nil || wish.part == part.name)
        }
        if let part { return Measure(part.name, wish.metric) }
        let task = tasks.first { task in
            !task.isBackground && task.gives(wish.metric)
                && (wish.part == nil || wish.part == task.name)
        }
        return task.map { Measure($0.name, wish.metric) }
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
        case .workTime: false
        }
    }
}

extension Plan {
    /// Whether transactions have to be timed one by one: only where somebody asks for it, as it
    /// costs some hundredths of the processor time.
    public var asksForLatencies: Bool {
        metrics.all.contains { pattern in
            switch pattern.metric {
            case .latencyMean, .latencyP50, .latencyP90, .latencyP99, .latencyP999:
                loads.flatMap(\.value.parts).contains { part in
                    !part.isBackground && part.gives(pattern.metric)
                        && (pattern.part == nil || pattern.part == part.name)
                }
            default: false
            }
        }
    }
}
