// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension FlowResult.Latency: Coded {
    /// In microseconds.
    var coded: JSON {
        [
            "minimum": minimum.coded, "mean": mean.coded, "p50": p50.coded, "p90": p90.coded,
            "p99": p99.coded, "maximum": maximum.coded, "deviation": deviation.coded,
        ]
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            minimum: try Double(coded: place["minimum"]), mean: try Double(coded: place["mean"]),
            p50: try Double(coded: place["p50"]), p90: try Double(coded: place["p90"]),
            p99: try Double(coded: place["p99"]), maximum: try Double(coded: place["maximum"]),
            deviation: try Double(coded: place["deviation"]))
    }
}

/// Throughput, how long, and when it ended.
extension FlowResult.Interim: Coded {
    var coded: JSON { [throughput.coded, seconds.coded, ending.coded] }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            throughput: try Double(coded: place[0]), seconds: try Double(coded: place[1]),
            ending: try Double(coded: place[2]))
    }
}

/// What netperf said, in the order of its names: the same words make the same text.
struct Said: Coded {
    let words: [String: String]

    init(_ words: [String: String]) { self.words = words }

    var coded: JSON {
        .object(
            JSON.Object(
                words.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) }))
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        var words: [String: String] = [:]
        for (key, place) in try place.members() { words[key] = try place.string() }
        self.words = words
    }
}
