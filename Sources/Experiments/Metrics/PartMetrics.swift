// SPDX-License-Identifier: Apache-2.0
import Statistics

/// The metrics of some flows of a part, in one window.
struct PartMetrics {
    let record: RunRecord
    let traces: FlowTraces
    let part: Load.Part
    let flows: [FlowResult]
    let window: MeasuredWindow
    let start: UInt64
    let end: UInt64
    /// Whether these are one arm's flows among several.
    let isOneArms: Bool
    /// When the load's time is over.
    let runEnd: UInt64
    let tallies: [FlowTally]

    init(
        _ run: RunMetrics, _ part: Load.Part, _ flows: [FlowResult], _ window: MeasuredWindow,
        isOneArms: Bool
    ) {
        record = run.record
        traces = run.traces
        self.part = part
        self.flows = flows
        self.window = window
        self.isOneArms = isOneArms
        runEnd = run.bounds(of: .whole).end
        let (start, end) = run.bounds(of: window)
        // netperf's own figures are of the whole, and so are the counters beside them.
        self.start = window.isWhole ? 0 : start
        self.end = window.isWhole ? .max : end
        let traces = run.traces
        let (first, last) = (self.start, self.end)
        tallies = flows.map {
            FlowTally(traces, flow: $0.flow, from: first, to: last, fromBirth: window.isWhole)
        }
    }

    var all: [(Metric, Double)] {
        let socket: [(Metric, Double?)] = [
            (.retransmitted, retransmitted), (.srtt, srtt), (.queueingDelay, queueingDelay),
            (.marks, marks), (.timePerAck, timePerAck),
        ]
        let found = socket + way + (part.test.isRequestResponse ? transactional : bulk)
        return found.compactMap { metric, value in value.map { (metric, $0) } }
    }

    private var bulk: [(Metric, Double?)] {
        let rates = rates
        return [
            (.goodput, goodput(rates)), (.leastGoodput, rates.min()),
            (.fairness, rates.count == flows.count && rates.count > 1 ? jainIndex(of: rates) : nil),
            (.completionTime, completionTime), (.bitsPerCPUSecond, bitsPerCPUSecond),
            (.convergenceTime, convergenceTime), (.fullShare, fullShare),
        ]
    }

    private var transactional: [(Metric, Double?)] {
        latencies + [(.transactions, transactions)]
    }
}

// What the sockets counted.
extension PartMetrics {
    /// Bytes that were sent again, of all that were sent.
    private var retransmitted: Double? {
        let sent = tallies.reduce(0) { $0 + $1.sent }
        return sent > 0 ? tallies.reduce(0) { $0 + $1.retransmitted } / sent : nil
    }

    /// The mean over time, and over flows by the time that each was there.
    private var srtt: Double? {
        let time = tallies.reduce(0) { $0 + $1.srttNanoseconds }
        return time > 0 ? tallies.reduce(0) { $0 + $1.srttMicroseconds } / time / 1e6 : nil
    }

    /// Less the shortest round trip that any flow of the run ever had: a flow that came to
    /// a full queue never saw an empty one itself.
    private var queueingDelay: Double? {
        guard let srtt, let shortest = traces.shortestRTT else { return nil }
        return max(0, srtt - Double(shortest) / 1e6)
    }

    /// Absent where no flow agreed on ECN: none could have come with a mark.
    private var marks: Double? {
        let delivered = tallies.reduce(0) { $0 + $1.delivered }
        guard delivered > 0, tallies.contains(where: \.agreedOnECN) else { return nil }
        return tallies.reduce(0) { $0 + $1.marked } / delivered
    }
}

// Goodput.
extension PartMetrics {
    /// Of each flow that has one, while it was there, in bits a second.
    var rates: [Double] {
        guard window.isWhole || part.bytes != nil || !part.test.isTCP else {
            return tallies.compactMap(\.rate)
        }
        return zip(flows, tallies).compactMap { flow, tally in
            let spells = spells(of: flow)
            let time = spells.reduce(0) { $0 + $1.seconds }
            guard time > 0 else { return window.isWhole ? tally.rate : nil }
            return spells.reduce(0) { $0 + $1.throughput * $1.seconds } / time
        }
    }

    /// netperf's tests that lie in the window.
    private func spells(of flow: FlowResult) -> [FlowResult.Spell] {
        let spells = flow.spells.filter { $0.throughput.isFinite && (0..<1e9).contains($0.seconds) }
        guard !window.isWhole else { return spells }
        return spells.filter {
            $0.startNanoseconds >= start
                && Double($0.startNanoseconds) + $0.seconds * 1e9 <= Double(end)
        }
    }

    /// The rates together where all flows ran at the same time; else all bits, by the time
    /// in which any of them ran.
    private func goodput(_ rates: [Double]) -> Double? {
        guard !rates.isEmpty else { return nil }
        let isTogether = flows.count == 1 || (part.stagger == .zero && part.bytes == nil)
        if isTogether { return rates.reduce(0, +) }
        var bits = 0.0
        var spans: [ClosedRange<UInt64>] = []
        if window.isWhole || part.bytes != nil || !part.test.isTCP {
            for spell in flows.flatMap(spells) {
                bits += spell.throughput * spell.seconds
                let start = spell.startNanoseconds
                spans.append(start...(start + UInt64(spell.seconds * 1e9)))
            }
        } else {
            bits = tallies.reduce(0) { $0 + $1.acked } * 8
            spans = tallies.flatMap(\.spans)
        }
        let time = spans.coveredNanoseconds
        return time > 0 ? bits * 1e9 / Double(time) : nil
    }

    /// From a flow's start to the end of its bytes: the mean over all that ended in the window.
    private var completionTime: Double? {
        guard part.bytes != nil else { return nil }
        let times = flows.flatMap(spells).map(\.seconds)
        return times.isEmpty ? nil : times.reduce(0, +) / Double(times.count)
    }
}
