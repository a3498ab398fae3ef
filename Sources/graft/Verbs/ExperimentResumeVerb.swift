// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Testbed

/// `graft experiment resume RESULTS`: goes on where a crash or Ctrl-C left off.
enum ExperimentResumeVerb {
    static let command = Command(
        Verb(
            "resume", "go on with an experiment that was broken off",
            discussion: """
                The plan is in the results file. Runs that are done stay as they are; the others \
                follow in the order that they would have had.
                """,
            operands: [ExperimentVerb.results], options: [ExperimentVerb.failIf],
            examples: [Example("graft experiment resume cubic.sqlite", "after Ctrl-C")])
    ) { invocation in try resume(invocation) }

    // Functions, and not the closure above or branches: Swift 6.0 loses track of owners there.
    @Sendable private static func resume(_ invocation: Invocation) throws -> ExitStatus {
        let path = invocation[ExperimentVerb.results]
        let (asRun, facts) = try known(of: path)
        let plan = try ExperimentVerb.plan(asRun, in: path)
        let session = ExperimentSession(
            plan: plan, results: path, conditions: try ExperimentVerb.conditions(invocation, plan))
        if facts[DeterministicFacts.kernel] != nil {
            return try resumeInMachines(session, asRun, invocation)
        }
        if let release = facts[LabFacts.kernel] {
            return try resume(session, asRun, under: release, facts, invocation)
        }
        return try resumeHere(session, asRun, invocation)
    }

    private static func known(
        of path: String
    ) throws(ResultsError) -> (plan: PlanAsRun, facts: RunEnvironment) {
        let reader = try ResultsReader(at: path)
        return (try reader.plan(), try reader.environment())
    }

    private static func resumeHere(
        _ session: ExperimentSession, _ asRun: PlanAsRun, _ invocation: Invocation
    ) throws -> ExitStatus {
        let netperf = try Netperf.find()
        try ExperimentVerb.check(session.plan, from: .results(session.results), netperf)
        let writer = try ResultsWriter.resume(at: session.results, planDigest: asRun.digest)
        return try session.carryOut(into: writer, netperf, invocation)
    }

    private static func resumeInMachines(
        _ session: ExperimentSession, _ asRun: PlanAsRun, _ invocation: Invocation
    ) throws -> ExitStatus {
        let path = session.results
        let venue = try sameVenue(path)
        let writer = try ResultsWriter.resume(at: path, planDigest: asRun.digest)
        return try session.carryOut(into: writer, venue, invocation)
    }

    /// Where its runs would be what they were before.
    private static func sameVenue(_ path: String) throws -> DeterministicVenue {
        let results = try DeterministicResults(ResultsReader(at: path), attempt: "go on with")
        try refuseOthers(try results.differences(), path)
        return results.venue
    }

    /// Runs of another graft, kernel or extension are not those that the file would have had.
    private static func refuseOthers(_ differences: [String], _ path: String) throws(Refusal) {
        guard !differences.isEmpty else { return }
        throw Refusal(
            "go on with \(path)",
            .said(
                "its runs would not be the same as before: \(differences.joined(separator: "; "))"),
            hint: "begin it anew, with the one command that `graft report` gives")
    }

    /// In the lab, where its other runs were.
    private static func resume(
        _ session: ExperimentSession, _ asRun: PlanAsRun, under release: String,
        _ facts: RunEnvironment, _ invocation: Invocation
    ) throws -> ExitStatus {
        let path = session.results
        let laboratory = try Laboratory.host()
        guard
            let venue = try ExperimentVerb.labVenue(
                session.plan, from: .results(path),
                on: laboratory.cache.require(release), in: laboratory)
        else { return .interrupted }
        if let difference = venue.difference(from: facts) {
            throw Refusal("go on with \(path)", .misfit(difference))
        }
        let writer = try ResultsWriter.resume(at: path, planDigest: asRun.digest)
        return try session.carryOut(into: writer, venue, invocation)
    }
}
