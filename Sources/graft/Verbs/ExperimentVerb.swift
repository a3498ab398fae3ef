// SPDX-License-Identifier: Apache-2.0
import Arguments
import Digests
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Spelling
import Testbed

/// `graft experiment ...`: compare arms by a plan.
enum ExperimentVerb {
    static let command = Command(
        "experiment", "compare algorithms by a plan, in rounds",
        discussion: """
            A plan is a YAML file: arms (an algorithm of the kernel, or an extension with its \
            knobs; or schedulers), paths, loads (what netperf sends, and what processors are given \
            to do: wakeups, work, busy), rounds, and what the arms are judged by. A list where a \
            value is awaited makes an arm or a path of each of its values, and `extends: FILE` \
            begins with another plan. bench/experiments has some to run and to begin from.
            """,
        [
            ExperimentPlanVerb.command, ExperimentRunVerb.command, ExperimentResumeVerb.command,
            ExperimentExportVerb.command, ExperimentVerifyVerb.command,
            ExperimentDiffVerb.command,
        ])

    static let file = Operand(.file("PLAN", ".yaml", ".yml"), "the experiment, as a YAML file")
    static let results = Operand(.file("RESULTS", ".sqlite"), "a results file")
    static let failIf = Option(
        repeating: "fail-if", .text("CONDITION"),
        "end with 5 when the interval says so: 'bulk.goodput worse than 2%'; may be repeated")

    /// `cubic` of `bench/experiments/cubic.yaml`.
    static func stem(of file: String) -> String {
        let name = File(file).name
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }

    static func resultsName(of file: String) -> String { stem(of: file) + ".sqlite" }

    static func conditions(_ invocation: Invocation, _ plan: Plan) throws -> [FailCondition] {
        try invocation[failIf].map { text throws(Misreading) in
            try FailCondition(
                parsing: text, primary: plan.metrics.primary, parts: plan.partNames)
        }
    }

    /// Refuses what this machine cannot run, before anything of it was run.
    static func check(
        _ plan: Plan, from source: PlanSource, _ netperf: Netperf
    ) throws(Refusal) {
        try refuse(
            plan.objections(in: .host, netperf), from: source, attempt: "run \(source.file)")
    }

    /// The same for deterministic machines: nothing is packed for it, and none is booted.
    static func checkForDeterminism(
        _ plan: Plan, from source: PlanSource, attempt: String? = nil
    ) throws(Refusal) {
        try refuse(
            plan.objectionsToDeterminism(shelf: .host), from: source,
            attempt: attempt ?? "run \(source.file) in deterministic machines")
    }

    private static func refuse(
        _ objections: [Complaint], from source: PlanSource, attempt: String
    ) throws(Refusal) {
        guard !objections.isEmpty else { return }
        throw PlanFile.refusal(
            Complaints(source.placing(objections)), of: source.file, attempt: attempt)
    }

    /// Where a plan can take place under another kernel, after it was asked whether it can; nil
    /// when somebody interrupted.
    static func labVenue(
        _ plan: Plan, from source: PlanSource, on kernel: LabKernel, in laboratory: Laboratory
    ) throws -> LabVenue? {
        let attempt = "run \(source.file)"
        // Told at once, and by the words of the plan.
        try refuse(plan.objectionsToExtensions(), from: source, attempt: attempt)
        let venue = try LabVenue(plan, on: kernel, in: laboratory)
        Terminal.rewrite("boot \(kernel.release)")
        defer { Terminal.rewrite("") }
        guard let objections = try venue.objections() else { return nil }
        try refuse(objections, from: source, attempt: attempt)
        return venue
    }

    /// The plan that a results file was made by.
    static func plan(_ asRun: PlanAsRun, in file: String) throws(Refusal) -> Plan {
        do throws(Complaints) {
            return try Plan(parsing: asRun.text)
        } catch {
            throw PlanFile.refusal(error, of: file, attempt: "read the plan in \(file)")
        }
    }
}

extension PlanAsRun {
    init(_ plan: Plan, file: String) {
        let text = plan.canonicalText
        self.init(
            text: text, digest: Digest(of: Array(text.utf8)).hexadecimal, file: file,
            graft: Program.graft.version, wallNanoseconds: WallTime.now.nanoseconds)
    }
}
