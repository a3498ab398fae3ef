// SPDX-License-Identifier: Apache-2.0
import JSON

extension Quantity: JSONConvertible {
    public var json: JSON { ["value": JSON(value), "unit": JSON(unit.word)] }
}

extension Quantity.Unit {
    /// One word for programs; the value is in it, unscaled.
    fileprivate var word: String {
        switch self {
        case .share: "share"
        case .microseconds: "us"
        case .bitsPerSecond: "bit/s"
        case .perSecond: "1/s"
        case .count: "count"
        }
    }
}

extension GuardFinding: JSONConvertible {
    public var json: JSON {
        [
            "guard": JSON("\(expression)"), "state": JSON(state.word), "words": JSON("\(self)"),
            "found": JSON(found), "limit": JSON(limit), "before": JSON(before),
        ]
    }
}

extension GuardFinding.State {
    fileprivate var word: String {
        switch self {
        case .holds: "holds"
        case .broken: "broken"
        case .doubtful: "doubtful"
        case .early: "early"
        case .noData: "no_data"
        case .cannotBeJudged: "cannot_be_judged"
        }
    }
}

extension Breach: JSONConvertible {
    public var json: JSON {
        switch self {
        case .broken(let finding): finding.json
        case .operationsSilent: ["guard": "operations_silent", "words": JSON("\(self)")]
        case .severed: ["guard": "severed", "words": JSON("\(self)")]
        }
    }
}

extension WindowSummary: JSONConvertible {
    /// Every metric, with all its statistics; `null` where there is no data.
    public var json: JSON {
        var object: JSON.Object = [
            "seconds": JSON(duration.seconds), "sockets": JSON(socketsSeen),
            "sockets_left": JSON(socketsLeft),
        ]
        for metric in Metric.allCases where metric != .sockets {
            if metric.hasTotal { add(Measure(metric), to: &object) }
            guard metric.hasStatistics else { continue }
            for statistic in Measure.Statistic.allCases {
                add(Measure(metric, statistic), to: &object)
            }
        }
        return .object(object)
    }

    private func add(_ measure: Measure, to object: inout JSON.Object) {
        object["\(measure)"] = JSON(self[measure]?.value)
    }
}
