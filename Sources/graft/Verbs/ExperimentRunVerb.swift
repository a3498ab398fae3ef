// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Spelling
import Testbed

/// `graft experiment run FILE`: from a plan to a verdict.
enum ExperimentRunVerb {
    private static let output = Option(
        "output", short: "o", .file("RESULTS", ".sqlite"),
        "the results file; the plan's name with .sqlite, in this folder")
    private static let dryRun = Option(
        flag: "dry-run", "check that this machine can run it, show the plan, and run nothing")
    private static let rounds = Option(
        "rounds", .integer("N", in: 1...10_000), "so many rounds, whatever the plan says")
    private static let until = Option(
        "until", .text("RULE"),
        "end before the last round when the interval is narrow: 'width(primary) < 2%'")
    private static let mostRounds = Option(
        "max-rounds", .integer("N", in: 1...10_000), "with --until: so many rounds at most")

    private static let kernel = Option(
        "kernel", .text("VERSION"),
        "in a machine with this kernel, 6.18 for instance (see graft lab kernels), in real time; "
            + "with --deterministic, where the newest goes without saying, in machines with it")
    private static let deterministic = Option(
        flag: "deterministic",
        "each run in a machine of its own that depends on kernel, extensions, plan and seed only: "
            + "the same plan gives the same bytes; processor time means nothing there")

    static let command = Command(
        Verb(
            "run", "run an experiment, and say what its rounds allow to say",
            discussion: """
                Every arm is run on every path under every load once a round, in an order drawn \
                anew from the plan's seed. Each run is proven, and committed to the results file \
                before the next one begins: after a crash or Ctrl-C, `graft experiment resume` \
                goes on. Runs that failed or are void are kept with their reason, and tried again \
                at the end, twice at most.

                With --kernel it takes place in a virtual machine with that kernel, over this \
                machine's files: what netem, fq and red need is there, and no root is needed here. \
                Where the hardware does not help (the results say so), trust paths of up to \
                100mbit, and round trips to a millisecond or two.

                With --deterministic each run boots a machine of its own whose clock is the count \
                of its instructions; several run at once. What would make it depend on anything \
                but kernel, extensions, plan and seed is refused: paths without a rate or beyond \
                200mbit, more than one processor, judgement by processor time. `graft experiment \
                verify` runs some of it again, and `graft experiment diff` shows where two arms \
                part.

                With --until the results are looked at after a few numbers of rounds that are \
                set beforehand, and the confidence is divided among these looks: the interval \
                at the end still holds as often as it says.
                """,
            operands: [ExperimentVerb.file],
            options: [
                output, rounds, until, mostRounds, ExperimentVerb.failIf, deterministic, kernel,
                dryRun,
            ],
            examples: [
                Example("graft experiment run bench/experiments/cubic.yaml", "is ours as good?"),
                Example(
                    "graft experiment run x.yaml --fail-if 'bulk.goodput worse than 2%'",
                    "in a pipeline: 5 when it is"),
                Example(
                    "graft experiment run x.yaml --kernel 6.18", "under another kernel"),
            ],
            exits: [.failIfHeld: "a --fail-if condition held"])
    ) { invocation in try run(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func run(_ invocation: Invocation) throws -> ExitStatus {
        let file = invocation[ExperimentVerb.file]
        let plan = try adjusted(try PlanFile.read(file), invocation)
        let conditions = try ExperimentVerb.conditions(invocation, plan)
        let path = invocation[output] ?? ExperimentVerb.resultsName(of: file)
        if invocation[deterministic] {
            return try runDeterministically(plan, file, into: path, conditions, invocation)
        }
        if let kernel = invocation[kernel] {
            return try runUnder(kernel, plan, file, into: path, conditions, invocation)
        }
        let netperf = try Netperf.find()
        try ExperimentVerb.check(plan, from: .plan(file), netperf)
        if invocation[dryRun] { return show(plan, overhead: .milliseconds(500), invocation) }
        let writer = try ResultsWriter.create(
            at: path, plan: PlanAsRun(plan, file: file), environment: RunEnvironment())
        return try ExperimentSession(plan: plan, results: path, conditions: conditions)
            .carryOut(into: writer, netperf, invocation)
    }

    /// In the lab, with the results file here.
    private static func runUnder(
        _ word: String, _ plan: Plan, _ file: String, into path: String,
        _ conditions: [FailCondition], _ invocation: Invocation
    ) throws -> ExitStatus {
        // A machine takes seconds to boot: what can be said before is said before.
        guard !File(path).isThere || invocation[dryRun] else {
            throw ResultsError("begin the results file \(path)", .exists)
        }
        let laboratory = try Laboratory.host()
        let chosen = try laboratory.cache.require(word)
        guard
            let venue = try ExperimentVerb.labVenue(
                plan, from: .plan(file), on: chosen, in: laboratory)
        else { return .interrupted }
        if invocation[dryRun] { return show(plan, overhead: .seconds(2), invocation) }
        let writer = try ResultsWriter.create(
            at: path, plan: PlanAsRun(plan, file: file), environment: venue.environment)
        return try ExperimentSession(plan: plan, results: path, conditions: conditions)
            .carryOut(into: writer, venue, invocation)
    }

    private static func show(
        _ plan: Plan, overhead: Duration, isDeterministic: Bool = false, _ invocation: Invocation
    ) -> ExitStatus {
        var shown = PlanShown(plan: plan, overhead: overhead)
        shown.isDeterministic = isDeterministic
        Terminal.show(shown, invocation)
        return .done
    }

    private static func runDeterministically(
        _ plan: Plan, _ file: String, into path: String, _ conditions: [FailCondition],
        _ invocation: Invocation
    ) throws -> ExitStatus {
        try ExperimentVerb.checkForDeterminism(plan, from: .plan(file))
        if invocation[dryRun] {
            return show(plan, overhead: .seconds(10), isDeterministic: true, invocation)
        }
        let laboratory = try Laboratory.host()
        let chosen = try laboratory.cache.require(invocation[kernel])
        let venue = try DeterministicVenue(plan, on: chosen, in: laboratory)
        let writer = try ResultsWriter.create(
            at: path, plan: PlanAsRun(plan, file: file), environment: venue.environment)
        return try ExperimentSession(plan: plan, results: path, conditions: conditions)
            .carryOut(into: writer, venue, invocation)
    }

    private static func adjusted(_ plan: Plan, _ invocation: Invocation) throws -> Plan {
        var plan = plan
        if let count = invocation[rounds] { plan.rounds = count }
        let most = invocation[mostRounds] ?? plan.stopping?.mostRounds
        if let rule = invocation[until] {
            guard let most else {
                throw Misuse(
                    "--until may never come to that: say --max-rounds, too",
                    hint: "see graft experiment run --help")
            }
            plan.stopping = StoppingRule(
                try Until(parsing: rule, primary: plan.metrics.primary, parts: plan.partNames),
                mostRounds: most)
        } else if invocation[mostRounds] != nil, let most {
            guard plan.stopping != nil else {
                throw Misuse(
                    "--max-rounds goes with --until", hint: "or say --rounds for so many")
            }
            plan.stopping?.mostRounds = most
        }
        if let most, most < plan.rounds { plan.rounds = most }
        return plan
    }
}
