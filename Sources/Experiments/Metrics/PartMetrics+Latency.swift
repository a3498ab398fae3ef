// SPDX-License-Identifier: Apache-2.0
// How long transactions took, and how many there were.
extension PartMetrics {
    /// From all transactions where each was timed; else from what netperf says.
    var latencies: [(Metric, Double?)] {
        let histogram = histogram
        return histogram.total > 0 ? histogram.metrics : netperfsLatencies
    }

    private var isTimed: Bool { record.samples.lostLatencies == 0 }

    private var histogram: LatencyHistogram {
        guard isTimed else { return LatencyHistogram() }
        return LatencyHistogram(
            record.samples.latencies, of: Set(flows.map { UInt32($0.flow) }),
            within: window.isWhole ? nil : (start, end))
    }

    /// Percentiles of one flow that was measured whole; of several only the mean is true.
    private var netperfsLatencies: [(Metric, Double?)] {
        guard window.isWhole else { return [] }
        let spells = flows.flatMap(\.spells)
        if spells.count == 1, let latency = spells[0].latency {
            return [
                (.latencyMean, latency.mean / 1e6), (.latencyP50, latency.p50 / 1e6),
                (.latencyP90, latency.p90 / 1e6), (.latencyP99, latency.p99 / 1e6),
            ]
        }
        var sum = 0.0
        var count = 0.0
        for spell in spells {
            guard let latency = spell.latency else { return [] }
            sum += latency.mean * spell.throughput * spell.seconds
            count += spell.throughput * spell.seconds
        }
        return [(.latencyMean, count > 0 ? sum / count / 1e6 : nil)]
    }

    /// A second, of all flows: netperf's own of the whole, and what was counted in a window.
    var transactions: Double? {
        guard !window.isWhole else {
            let measured = flows.filter { !$0.spells.isEmpty }
            return measured.isEmpty ? nil : measured.reduce(0) { $0 + $1.throughput }
        }
        if isTimed, let rate = countedTransactions { return rate }
        // The client's requests that were acknowledged.
        guard part.test == .tcpRR, part.requestBytes > 0 else { return nil }
        let rates = tallies.compactMap(\.rate)
        return rates.isEmpty ? nil : rates.reduce(0, +) / 8 / Double(part.requestBytes)
    }

    private var countedTransactions: Double? {
        let slice = LatencyCount.sliceNanoseconds
        let first = (start + slice - 1) / slice * slice
        let last = end / slice * slice
        guard last > first, histogram.total > 0 else { return nil }
        return Double(histogram.total) * 1e9 / Double(last - first)
    }
}
