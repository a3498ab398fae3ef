// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import JSON
import Kernel
import KernelLab
import Results
import Testbed
import Testing

/// A folder with a small plan and its results, and graft to run over them.
final class DeterministicGround {
    let folder: Folder
    let plan: Plan

    /// A slow path and a short time: a second of it is hardly more than a boot.
    static let path = "near: { rate: 5mbit, delay: 10ms, queue: 20p }"

    init(_ arms: String, control: String, rounds: Int = 1) throws {
        folder = try Folder.temporary(prefix: "/tmp/gl_")
        plan = try Plan(
            parsing: """
                title: a test
                arms: { \(arms) }
                control: \(control)
                paths: { \(DeterministicGround.path) }
                loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
                rounds: \(rounds)

                """)
    }

    deinit { try? folder.removeTree() }

    var results: File { folder.file("results.sqlite") }

    /// The newest of the series that most is known of.
    static func kernel() throws -> LabKernel {
        let cache = try KernelCache.ofThisUser()
        return try #require(try cache.kernel("6.18") ?? cache.kernel(nil))
    }

    func venue() throws -> DeterministicVenue {
        try DeterministicVenue(
            plan, on: DeterministicGround.kernel(),
            in: Laboratory(KernelCache.ofThisUser(), agent: Workspace.graft),
            shelf: Workspace.shelf)
    }

    func run(_ arm: String, round: Int = 0) throws -> PlannedRun {
        try #require(plan.runs(inRound: round).first { $0.turn == .alone(arm) })
    }

    /// A results file of these runs, as `graft experiment run` leaves one.
    func write(
        _ runs: [(PlannedRun, RunRecord)] = [], _ environment: RunEnvironment
    ) throws {
        try results.removeIfAny()
        let text = plan.canonicalText
        var writer = try ResultsWriter.create(
            at: results.path,
            plan: PlanAsRun(
                text: text, digest: Digest(of: Array(text.utf8)).hexadecimal, file: "plan.yaml",
                graft: "0.1.0", wallNanoseconds: 0), environment: environment)
        for (run, record) in runs {
            let summary = RunSummary(
                of: record, run, of: plan, number: writer.next, attempt: 0)
            try writer.add(record, summary: summary, seed: run.seed)
        }
    }

    func graft(_ words: String...) throws -> Workspace.Answer {
        var spawn = Spawn([Workspace.graft] + words)
        spawn.directory = folder.path
        spawn.environment = .inheritedWith(["GRAFT_EXTENSIONS": Workspace.root + "/extensions"])
        let finished = try ChildProcess.run(spawn, limit: .seconds(300))
        guard case .exited(let status) = finished.ending else {
            throw KernelError("run graft", .said("\(finished.ending)"))
        }
        func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
        return .init(
            status: status, output: lines(finished.text), errors: lines(finished.errorText))
    }
}
