// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Reports
import Results
import Testbed

/// A report and the plan that its results were made by, from a results file.
struct ExperimentReport {
    let plan: Plan
    let report: Report

    init(of file: String) throws {
        let reader = try ResultsReader(at: file)
        let asRun = try reader.plan()
        let plan = try ExperimentVerb.plan(asRun, in: file)
        let input = try ReportInput(plan, asRun, reader)
        self.plan = plan
        report = try Report(input) { run throws(ResultsError) in try reader.samples(of: run) }
    }
}

extension ReportInput {
    fileprivate init(
        _ plan: Plan, _ asRun: PlanAsRun, _ reader: ResultsReader
    ) throws(ResultsError) {
        self.init(
            title: plan.title, about: plan.about, plan: asRun.text, design: plan.design.name,
            seed: plan.seed, arms: plan.arms, control: plan.control,
            paths: plan.paths.map {
                Named($0.name, $0.value.words.joined(separator: " "))
            },
            loads: plan.loads.map { load in
                Named(
                    load.name,
                    (load.value.parts.map(\.words) + load.value.tasks.map(\.words))
                        .map { $0.joined(separator: " ") }
                        .joined(separator: "; ") + ", \(load.value.time.text)")
            })
        runs = try reader.summaries()
        let analysis = Analysis(of: runs, plan.question)
        effects = analysis.effects
        interference = analysis.interferences
        version = asRun.graft
        let facts = try reader.environment()
        command = RepeatingCommand(plan, asRun, facts).text
        isDeterministic = facts[DeterministicFacts.kernel] != nil
        biases = ReportInput.knownBiases + ReportInput.biases(facts)
        if plan.comparesSchedulers { biases += ReportInput.schedulersBiases }
        var gathered: [Proof] = []
        for run in runs where run.outcome == .valid {
            guard let record = try reader.record(of: run.number, withSamples: false) else {
                continue
            }
            if environment.facts.isEmpty {
                environment = facts
                for fact in record.environment.facts where facts[fact.name] == nil {
                    environment.note(fact.name, fact.value)
                }
            }
            for arm in record.arms { gathered.add(arm) }
            if run.share != nil {
                flowArms[run.number] = Dictionary(
                    record.flows.compactMap { flow in flow.arm.map { (UInt32(flow.flow), $0) } },
                    uniquingKeysWith: { first, _ in first })
            }
        }
        proofs = gathered
    }

    /// Of the machines that runs were made in.
    private static func biases(_ facts: RunEnvironment) -> [String] {
        if facts[DeterministicFacts.kernel] != nil {
            return [
                "Time is counted by instructions: rate, delay, queue and loss are those of the "
                    + "kernel's code, and how much work anything is cannot be seen."
            ]
        }
        guard facts[LabFacts.kernel] != nil else { return [] }
        guard facts[LabFacts.acceleration] == "none" else {
            return ["The kernel ran in a virtual machine, with the processor's help."]
        }
        return [
            "The kernel ran in a virtual machine without the processor's help: its instructions "
                + "were translated, some fifteen times slower than here. Costs and processor "
                + "times are those of a translator, paths are to be trusted to about 100mbit, and "
                + "round trips take a millisecond or two more than was asked for.",
            "Its two processors are one thread here. While both are busy, one of them may have to "
                + "wait a tenth of a second for its turn, and threads with it, whatever scheduler "
                + "there is.",
        ]
    }

    /// Of one scheduler for everything.
    private static let schedulersBiases = [
        "What measures is scheduled like all else: samples, and the threads that start and end "
            + "the tasks, take their turns among them.",
        "A scheduler's calls are counted while it rules, which costs it two looks at a clock for "
            + "each; the kernel's own is not counted.",
    ]

    /// Of every network that graft makes on one machine.
    private static let knownBiases = [
        "Both ends and the network between them share the processors of one machine.",
        "Delay and loss by graft's relay let packets go up to a few tenths of a millisecond late; "
            + "each run records how late.",
        "Segments are as large as the offloads make them: a queue counts bytes, and a drop may be "
            + "of several packets.",
    ]
}

extension [ReportInput.Proof] {
    fileprivate mutating func add(_ arm: ArmProof) {
        let calls = arm.digest == nil ? nil : arm.calls
        // Names of registrations count up from run to run, and say nothing.
        let algorithm = arm.digest == nil ? arm.algorithm : arm.arm.algorithm.file ?? arm.algorithm
        if let known = firstIndex(where: { $0.arm == arm.arm.name && $0.digest == arm.digest }) {
            self[known].runs += 1
            if let calls { self[known].calls = (self[known].calls ?? 0) + calls }
        } else {
            append(
                .init(
                    arm: arm.arm.name, algorithm: algorithm, digest: arm.digest, calls: calls,
                    runs: 1))
        }
    }
}
