// SPDX-License-Identifier: Apache-2.0
import Experiments
import Reports
import Statistics

/// An experiment of six rounds that can be followed by hand.
enum Small {
    static let measure = Measure("bulk", .goodput)
    static let latency = Measure("bulk", .srtt)

    /// Six rounds of one path and one load; the fourth lacks the treatment, which was void.
    static func input(path: String = "shallow", arm: String = "mine") -> ReportInput {
        var input = ReportInput(
            title: "Mine against reno", about: "Is mine any better?",
            plan: "title: Mine against reno\n", seed: 7,
            arms: [
                Arm("reno", .kernel("reno")),
                Arm(arm, .extension("mine.bpf.c", knobs: [.init("keep", "80")], digest: nil)),
            ], control: "reno", paths: [.init(path, "100 Mbit/s, 20 ms")],
            loads: [.init("bulk", "TCP_STREAM, 1 flow")])
        input.runs = runs(path, arm)
        input.effects = [effect(path, arm)]
        input.environment.note("kernel.release", "6.12.43")
        input.proofs = [
            .init(arm: "reno", algorithm: "reno", runs: 6),
            .init(arm: arm, algorithm: "bpf_mine", digest: "c0ffee", calls: 1234, runs: 5),
        ]
        input.biases = ["Both ends are on one host."]
        input.version = "1.2.3"
        input.command = "graft experiment run mine.yaml"
        return input
    }

    private static let values: [(reno: Double, mine: Double)] = [
        (90.1e6, 92.0e6), (90.4e6, 92.6e6), (89.9e6, 91.5e6), (90.0e6, 0), (90.3e6, 92.9e6),
        (90.2e6, 92.2e6),
    ]

    private static func runs(_ path: String, _ arm: String) -> [RunSummary] {
        values.enumerated().flatMap { round, value -> [RunSummary] in
            let reno = RunSummary(
                number: 2 * round + 1, round: round, path: path, load: "bulk", arm: "reno",
                values: [measure: value.reno, latency: 0.0215], time: .seconds(2))
            var mine = RunSummary(
                number: 2 * round + 2, round: round, path: path, load: "bulk", arm: arm,
                values: [measure: value.mine, latency: 0.0221], time: .seconds(2))
            if round == 3 {
                mine.outcome = .void([.neverCalled(arm: arm)])
                mine.values = [:]
            }
            return [reno, mine]
        }
    }

    private static func effect(_ path: String, _ arm: String) -> Effect {
        let pairs = values.enumerated().filter { $0.offset != 3 }.map {
            Effect.Pair(round: $0.offset, control: $0.element.reno, treatment: $0.element.mine)
        }
        return Effect(
            measure, arm: arm, control: "reno", path: path, load: "bulk",
            estimate: Estimate(
                point: 0.0225, interval: 0.0178...0.0288, confidence: 0.9375, count: 5),
            bootstrap: Estimate(
                point: 0.0226, interval: 0.0195...0.0262, confidence: 0.95, count: 5),
            probability: 0.0625, isPrimary: true, verdict: .better(by: 0.0178...0.0288),
            pairs: pairs)
    }

    /// A window that grows by one every tenth of a second, and a queue that follows it.
    static func samples(_ number: Int) -> RunRecord.Samples {
        var samples = RunRecord.Samples()
        for tick in 0...20 {
            let time = 5_000_000_000 + UInt64(tick) * 100_000_000
            samples.flows.add(
                FlowSample(
                    nanoseconds: time, flow: 1, bytesAcked: UInt64(tick) * 1_000_000,
                    cwnd: UInt32(10 + tick + number % 2), srttMicroseconds: UInt32(20_000 + tick)))
            samples.queues.add(
                QueueSample(
                    nanoseconds: time, isBack: false, sentBytes: UInt64(tick), sentPackets: 1,
                    waitingBytes: UInt32(tick * 1500), waitingPackets: UInt32(tick), drops: 0,
                    marks: 0))
        }
        return samples
    }

    static func report(_ input: ReportInput = input()) -> Report {
        Report(input) { samples($0) }
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
