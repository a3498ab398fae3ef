// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import Results
import Testbed

/// A plan and its results file, while runs are added to it, and what is said of it to people.
struct ExperimentSession {
    let plan: Plan
    /// The results file.
    let results: String
    let conditions: [FailCondition]

    /// Runs what is left of the plan over networks of this machine, and shows what came of it.
    func carryOut(
        into writer: consuming ResultsWriter, _ netperf: Netperf, _ invocation: Invocation
    ) throws -> ExitStatus {
        var writer = writer
        let pid = try ProcessIdentity.current().pid
        let venue = try Venue(plan, named: "experiment_\(pid)", in: .host, netperf)
        let ending: Conduct.Ending
        do {
            ending = try take(into: &writer) { $0.map(venue.run) }
        } catch {
            // The first refusal is the one to report.
            try? venue.takeDown()
            throw error
        }
        try venue.takeDown()
        return try conclude(ending, writer, invocation)
    }

    /// The same, in the machine of a lab.
    func carryOut(
        into writer: consuming ResultsWriter, _ venue: LabVenue, _ invocation: Invocation
    ) throws -> ExitStatus {
        var writer = writer
        let ending = try take(into: &writer) { $0.map(venue.run) }
        return try conclude(ending, writer, invocation)
    }

    /// The same, each run in a deterministic machine.
    func carryOut(
        into writer: consuming ResultsWriter, _ venue: DeterministicVenue, _ invocation: Invocation
    ) throws -> ExitStatus {
        var writer = writer
        let ending = try take(into: &writer, atOnce: venue.atOnce) { venue.run($0) }
        return try conclude(ending, writer, invocation, isDeterministic: true)
    }

    private func take(
        into writer: inout ResultsWriter, atOnce: Int = 1, _ run: ([PlannedRun]) -> [RunRecord]
    ) throws -> Conduct.Ending {
        Interruption.note()
        defer { Terminal.rewrite("") }
        var conduct = Conduct(plan, done: try writer.summaries())
        return try conduct.carryOut(into: &writer, atOnce: atOnce, run) {
            Terminal.rewrite(line($0))
        } onEnd: {
            tell($0)
        }
    }

    private func conclude(
        _ ending: Conduct.Ending, _ writer: borrowing ResultsWriter, _ invocation: Invocation,
        isDeterministic: Bool = false
    ) throws -> ExitStatus {
        let shown = Conclusion(
            plan: plan, file: results, ending: ending, runs: try writer.summaries(),
            conditions: conditions, isDeterministic: isDeterministic)
        Terminal.show(shown, invocation)
        return shown.status
    }

    /// `round 3 of 15, mine on shallow under bulk, 4 min left; mine -0.31 % (-1.10 to +0.52 %)`
    private func line(_ progress: Conduct.Progress) -> String {
        var parts = [
            "round \(progress.run.round + 1) of \(plan.mostRounds)",
            "\(progress.run.arm(of: plan)) on \(progress.run.path) under \(progress.run.load)",
            Words.plural(progress.left, "run") + " left"
                + (progress.timeLeft.map { " (\($0.words))" } ?? ""),
        ]
        if progress.attempt > 0 { parts[0] += ", attempt \(progress.attempt + 1)" }
        if let effect = progress.primary.first, let estimate = effect.estimate {
            parts.append(
                "\(effect.arm) \(Figures.text(effect: estimate, of: effect.measure.metric))")
        }
        return parts.joined(separator: ", ")
    }

    /// What counts for nothing is told when it happens: nobody wants to learn it at the end.
    private func tell(_ run: RunSummary) {
        let place = "\(run.key)"
        switch run.outcome {
        case .valid: return
        case .void(let reasons):
            Terminal.rewrite("")
            Terminal.note(
                "void: \(place): \(reasons.map(\.description).joined(separator: "; "))")
        case .failed(let words):
            Terminal.rewrite("")
            Terminal.note("failed: \(place): \(words)")
        }
    }
}
