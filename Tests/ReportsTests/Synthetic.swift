// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments
import Reports

/// An experiment that nobody ran: cubic against a gentler one, on three paths under two loads.
///
/// Windows grow and are cut as a fluid would have it, with noise from a seed: figures get the
/// shapes that they get from a kernel, and the same ones each time.
struct Synthetic {
    var rounds = 15
    var seconds = 5
    var flows: [String: Int] = ["bulk": 4, "lone": 1]
    var seed: UInt64 = 7
    /// Of the window that the treatment keeps after a loss; the control keeps 0.7.
    var kept = 0.82
    var names = (control: "cubic", treatment: "bpf-cubic")

    static let shapes: [(name: String, words: String, rate: Double, delay: Double, queue: Double)] =
        [
            ("shallow", "100 Mbit/s, 20 ms, 25 packets", 100e6, 0.020, 25 * 1500),
            ("deep", "100 Mbit/s, 40 ms, 1 MB", 100e6, 0.040, 1e6),
            ("slow", "10 Mbit/s, 80 ms, 100 packets", 10e6, 0.080, 100 * 1500),
        ]

    /// One run's samples and figures.
    func run(number: Int) -> (samples: RunRecord.Samples, values: [Measure: Double]) {
        let place = order[number - 1]
        let shape = Synthetic.shapes[place.path]
        var fluid = Fluid(
            shape: shape, flows: flows[place.load] ?? 1,
            kept: place.arm == names.treatment ? kept : 0.7,
            draws: Draws(seed: seed, stream: UInt64(number)))
        var samples = RunRecord.Samples()
        for tick in 0...(seconds * 100) { fluid.step(tick, into: &samples) }
        return (samples, fluid.values(part: place.load, seconds: Double(seconds)))
    }

    private struct Place {
        var round: Int
        var path: Int
        var load: String
        var arm: String
    }

    private var order: [Place] {
        var draws = Draws(seed: seed)
        return (0..<rounds).flatMap { round -> [Place] in
            var places = Synthetic.shapes.indices.flatMap { path in
                flows.keys.sorted().flatMap { load in
                    [names.control, names.treatment].map {
                        Place(round: round, path: path, load: load, arm: $0)
                    }
                }
            }
            draws.shuffle(&places)
            return places
        }
    }

    var summaries: [RunSummary] {
        order.enumerated().map { index, place in
            RunSummary(
                number: index + 1, round: place.round, path: Synthetic.shapes[place.path].name,
                load: place.load, arm: place.arm, values: run(number: index + 1).values,
                time: .seconds(seconds),
                startWallNanoseconds: 1_763_000_000_000_000_000 + Int64(index) * 5_200_000_000)
        }
    }

    /// - Parameter runs: what to report of, if not all as they came.
    func input(_ runs: [RunSummary]? = nil) -> ReportInput {
        var input = ReportInput(
            title: "A gentler cubic on three paths",
            about: "Does cubic that gives back less after a loss fill shallow queues better, and "
                + "what does the delay say to that?",
            plan: plan, seed: seed,
            arms: [
                Arm(names.control, .kernel("cubic")),
                Arm(
                    names.treatment,
                    .extension("cubic", knobs: [.init("beta", "840")], digest: nil)),
            ],
            control: names.control,
            paths: Synthetic.shapes.map { .init($0.name, $0.words) },
            loads: flows.keys.sorted().map { .init($0, "TCP_STREAM, \(flows[$0] ?? 1) flows") })
        input.runs = runs ?? summaries
        addVoids(to: &input)
        input.effects = Analysis(of: input.runs, question(of: input)).effects
        addFacts(to: &input)
        return input
    }

    func question(of input: ReportInput) -> Question {
        var question = Question(
            control: names.control, arms: [names.treatment], paths: input.paths.map(\.name),
            loads: input.loads.map(\.name), primary: MeasurePattern(.goodput),
            secondary: [.queueingDelay, .srtt, .retransmitted, .fairness].map {
                MeasurePattern($0)
            }, seed: seed)
        question.resamples = 200
        return question
    }

    private func addVoids(to input: inout ReportInput) {
        guard input.runs.count > 20 else { return }
        var again = input.runs[11]
        again.attempt = 1
        again.number = input.runs.count + 1
        input.runs[11].outcome = .void([.flowUnseen(flow: 2), .hygiene(.steal(share: 0.071))])
        input.runs[11].values = [:]
        input.runs[17].findings = [.otherLoad(share: 0.21), .senderBound(share: 0.93)]
        input.runs[19].outcome = .failed("netperf ended with status 1: connection refused")
        input.runs[19].values = [:]
    }

    private func addFacts(to input: inout ReportInput) {
        input.environment.note("kernel.release", "6.12.43")
        input.environment.note("machine.processors", "2")
        input.environment.note("sysctl.client1.net.ipv4.tcp_ecn", "2")
        input.proofs = [
            .init(arm: names.control, algorithm: "cubic", runs: rounds * 6),
            .init(
                arm: names.treatment, algorithm: "bpf_cubic",
                digest: "3f1c9e0f5c7ad0a1b3cf5d6e7a8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2",
                calls: 1_834_022, runs: rounds * 6),
        ]
        input.biases = [
            "Two processors carry both ends and the path between them.",
            "The delay line holds packets in user space: late by up to 0.2 ms.",
        ]
        input.version = "1.0.0"
        input.command = "graft experiment run gentle.yaml --seed \(seed)"
    }

    private var plan: String {
        """
        title: A gentler cubic on three paths
        arms:
          \(names.control): { algorithm: cubic }
          \(names.treatment): { extension: cubic, set: { beta: 840 } }
        control: \(names.control)
        rounds: \(rounds)
        seed: \(seed)

        """
    }
}
