// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments

/// Flows through one bottleneck as a fluid, ten milliseconds at a time.
struct Fluid {
    let shape: (name: String, words: String, rate: Double, delay: Double, queue: Double)
    let kept: Double
    private var draws: Draws
    private var flows: [Flow]
    private var waiting = 0.0
    private var sent = 0.0
    private var drops: UInt32 = 0
    private var delays = 0.0
    private var queues = 0.0
    private var ticks = 0.0
    /// What the machine has left for it in this run.
    private let ease: Double

    private struct Flow {
        var window = 10.0
        var threshold = 1e9
        var acked = 0.0
        var lost = 0.0
        var restedUntil = 0
    }

    init(
        shape: (name: String, words: String, rate: Double, delay: Double, queue: Double),
        flows: Int, kept: Double, draws: Draws
    ) {
        self.shape = shape
        self.kept = kept
        var draws = draws
        ease = 0.965 + 0.025 * draws.fraction()
        self.draws = draws
        self.flows = (0..<flows).map { _ in Flow() }
    }

    private static let step = 0.01
    private static let segment = 1448.0

    mutating func step(_ tick: Int, into samples: inout RunRecord.Samples) {
        let trip = shape.delay + waiting * 8 / shape.rate
        let offered = flows.map { $0.window * Fluid.segment / trip * Fluid.step }
        let capacity = shape.rate / 8 * Fluid.step * (ease + 0.01 * draws.fraction())
        let arriving = offered.reduce(0, +)
        let served = min(arriving + waiting, capacity)
        waiting += arriving - served
        sent += served
        let overflow = waiting > shape.queue
        waiting = min(waiting, shape.queue)
        for flow in flows.indices {
            flows[flow].acked += served * offered[flow] / max(1, arriving)
            grow(flow, trip)
            if overflow, draws.fraction() < 0.5 || flows.count == 1 { cut(flow, tick, trip) }
        }
        delays += trip
        queues += waiting
        ticks += 1
        sample(tick, trip, into: &samples)
    }

    private mutating func grow(_ flow: Int, _ trip: Double) {
        let isStarting = flows[flow].window < flows[flow].threshold
        let growth = isStarting ? flows[flow].window * 0.7 : 1.3 + draws.fraction()
        flows[flow].window += growth * Fluid.step / trip
    }

    private mutating func cut(_ flow: Int, _ tick: Int, _ trip: Double) {
        guard tick >= flows[flow].restedUntil else { return }
        drops += 1
        flows[flow].lost += 1 + Double(draws.below(4))
        flows[flow].window = max(4, flows[flow].window * (kept + 0.02 * (draws.fraction() - 0.5)))
        flows[flow].threshold = flows[flow].window
        flows[flow].restedUntil = tick + max(1, Int(trip / Fluid.step))
    }

    private mutating func sample(
        _ tick: Int, _ trip: Double, into samples: inout RunRecord.Samples
    ) {
        let now = 1_000_000_000 + UInt64(tick) * 10_000_000
        for flow in flows.indices {
            let noise = 1 + 0.04 * (draws.fraction() - 0.5)
            let rare = draws.fraction() < 0.002 ? 1.5 : 1
            samples.flows.add(
                FlowSample(
                    nanoseconds: now + UInt64(flow) * 3000, flow: UInt32(flow),
                    bytesAcked: UInt64(flows[flow].acked), cwnd: UInt32(flows[flow].window),
                    srttMicroseconds: UInt32(trip * 1e6 * noise * rare),
                    minRTTMicroseconds: UInt32(shape.delay * 1e6), sendMSS: 1448))
        }
        samples.queues.add(
            QueueSample(
                nanoseconds: now + 20_000, isBack: false, sentBytes: UInt64(sent),
                sentPackets: UInt32(sent / 1500), waitingBytes: UInt32(waiting),
                waitingPackets: UInt32(waiting / 1500), drops: drops, marks: 0))
    }

    func values(part: String, seconds: Double) -> [Measure: Double] {
        let bytes = flows.map(\.acked)
        let total = bytes.reduce(0, +)
        let squares = bytes.reduce(0) { $0 + $1 * $1 }
        let lost = flows.reduce(0) { $0 + $1.lost } * Fluid.segment
        var values: [Measure: Double] = [
            Measure(part, .goodput): total * 8 / seconds,
            Measure(part, .srtt): delays / ticks,
            Measure(part, .queueingDelay): delays / ticks - shape.delay,
            Measure(part, .queue): queues / ticks,
            Measure(part, .retransmitted): lost / max(1, total),
        ]
        if flows.count > 1 {
            values[Measure(part, .fairness)] = total * total / (Double(flows.count) * squares)
        }
        return values
    }
}
