// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Glibc
import Kernel
import Results
import Testbed
import Testing

extension OnThisMachine {
    @Suite("An experiment")
    struct ExperimentTests {
        @Test("is run to its end, each run proven and kept, and says what its rounds allow")
        func whole() throws {
            try TestbedGround.with { ground in
                let file = try ground.plan("whole", ExperimentPlan.twoArms, "rounds: 2")
                let results = ground.folder.file("whole.sqlite").path
                let answer = try ground.graft("experiment", "run", file, "-o", results)
                #expect(answer.status == 0, "\(answer.errors)")
                #expect(answer.output.first == "a test")
                #expect(answer.output.contains { $0.contains("too few rounds: 2, and 6 are") })
                let last = try #require(answer.output.last)
                #expect(last.hasPrefix("4 valid runs") && last.hasSuffix("all in \(results)"))
                let runs = try ExperimentPlan.runs(in: results)
                try ExperimentPlan.expectOrder(of: runs, file)
                let reader = try ResultsReader(at: results)
                for run in runs where run.outcome == .valid {
                    let record = try #require(try reader.record(of: run.number))
                    #expect(!record.samples.flows.isEmpty)
                    #expect((record.arms[0].calls > 0) == (run.arm == "bpf"))
                    let goodput = try #require(run.values[Measure("bulk", .goodput)])
                    // Over the whole of a run netperf counts what it gave to the socket, and
                    // of one second what still waits there at the end is a good part.
                    #expect((5e6...30e6).contains(goodput))
                }
            }
        }

        @Test("that Ctrl-C broke off goes on in its order, and no run is lost or done twice")
        func interrupted() throws {
            try goesOn(after: SIGINT) { #expect($0 == .exited(130)) }
        }

        @Test("whose process was killed goes on, and nothing of the killed one stays")
        func killed() throws {
            try goesOn(after: SIGKILL) { #expect($0 == .signalled(SIGKILL)) }
        }

        private func goesOn(
            after signal: Int32, _ check: (ChildProcess.Ending) -> Void
        ) throws {
            try TestbedGround.with { ground in
                let file = try ground.plan("broken", ExperimentPlan.twoArms, "rounds: 2")
                let results = ground.folder.file("broken.sqlite").path
                let child = try ground.start("experiment", "run", file, "-o", results)
                let deadline = Instant.now.adding(.seconds(40))
                while ((try? ExperimentPlan.runs(in: results))?.count ?? 0) < 1 {
                    try #require(Instant.now < deadline, "no run was committed")
                    Duration.milliseconds(50).pause()
                }
                Duration.milliseconds(400).pause()
                try child.signal(signal)
                check(try #require(try child.wait(upTo: .seconds(20))))
                let before = try ExperimentPlan.runs(in: results)
                #expect((1..<4).contains(before.count))
                let answer = try ground.graft("experiment", "resume", results)
                #expect(answer.status == 0, "\(answer.errors)")
                let runs = try ExperimentPlan.runs(in: results)
                #expect(Array(runs.prefix(before.count)) == before)
                try ExperimentPlan.expectOrder(of: runs, file)
            }
        }

        @Test("that this machine cannot run is refused before the first run, with all objections")
        func impossible() throws {
            try TestbedGround.with { ground in
                let file = try ground.plan(
                    "odd",
                    """
                    arms:
                      no: { algorithm: gb_none }
                      knob: { extension: cubic, set: { betta: 1 } }
                    control: no
                    paths: { one: { rate: 20mbit }, two: { rate: 20mbit, aqm: red } }
                    loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
                    """, "")
                let results = ground.folder.file("odd.sqlite").path
                let answer = try ground.graft("experiment", "run", file, "-o", results)
                #expect(answer.status == 2)
                #expect(answer.errors.count >= 4, "\(answer.errors)")
                #expect(answer.errors.contains { $0.contains("arms.no: ") })
                #expect(answer.errors.contains { $0.contains("no knob \"betta\"") })
                #expect(answer.errors.contains { $0.contains("odd.yaml:6:33: paths.two: ") })
                #expect(!File(results).isThere)
            }
        }

        @Test("with a condition that the interval confirms ends with 5, and else does not")
        func condition() throws {
            try TestbedGround.with { ground in
                // A sender that may have four kilobytes on their way is a slow one.
                let file = try ground.plan(
                    "slow",
                    """
                    arms:
                      usual: { algorithm: cubic }
                      slow: { algorithm: cubic, sysctls: { net.ipv4.tcp_wmem: "4096 4096 4096" } }
                    control: usual
                    paths: { far: { rate: 20mbit, delay: 5ms } }
                    loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
                    """, "rounds: 6")
                let results = ground.folder.file("slow.sqlite").path
                let answer = try ground.graft(
                    "experiment", "run", file, "-o", results, "--fail-if",
                    "bulk.goodput worse than 2%")
                #expect(answer.status == 5, "\(answer.output) \(answer.errors)")
                #expect(answer.output.contains { $0.contains("slow is worse by") })
                let better = try ground.graft(
                    "report", results, "--print", "csv", "--fail-if", "bulk.goodput better")
                #expect(better.status == 0)
            }
        }

        @Test("can swap versions under its traffic: turns of both, with all connections moved")
        func switchback() throws {
            try TestbedGround.with { ground in
                let file = try ground.plan(
                    "turns",
                    """
                    arms:
                      a: { extension: cubic }
                      b: { extension: cubic, set: { beta: 819 } }
                    control: a
                    design: { switchback: { treatment: b, block: 2s, wash_out: 500ms } }
                    paths: { near: { rate: 20mbit } }
                    loads: { bulk: { netperf: TCP_STREAM, flows: 2, seconds: 8 } }
                    """, "rounds: 1")
                let results = ground.folder.file("turns.sqlite").path
                let answer = try ground.graft("experiment", "run", file, "-o", results)
                #expect(answer.status == 0, "\(answer.errors)")
                let run = try #require(
                    try ExperimentPlan.runs(in: results).first { $0.outcome == .valid })
                // A busy machine may end a flow before its last block.
                #expect((3...4).contains(run.blocks.count))
                let record = try #require(try ResultsReader(at: results).record(of: run.number))
                // Two blocks that follow each other may be one arm's.
                #expect((2...4).contains(record.turns.count))
                #expect(record.turns.allSatisfy { $0.calls > 0 })
                // Both ends of both connections; one that is at its end is not moved.
                let moved = record.turns.dropFirst().map(\.moved)
                #expect(moved.contains(4), "\(record.turns)")
                #expect(moved.allSatisfy { $0 <= 4 }, "\(record.turns)")
            }
        }

        @Test("in which arms share a path gives each share of the flows its arm")
        func together() throws {
            try TestbedGround.with { ground in
                let file = try ground.plan(
                    "shares",
                    """
                    arms: { one: { algorithm: cubic }, two: { algorithm: reno } }
                    control: one
                    design: { together: { treatment: two, shares: [0%, 50%, 100%] } }
                    paths: { near: { rate: 20mbit } }
                    loads: { bulk: { netperf: TCP_STREAM, flows: 4, seconds: 1 } }
                    """, "rounds: 1")
                let results = ground.folder.file("shares.sqlite").path
                let answer = try ground.graft("experiment", "run", file, "-o", results)
                #expect(answer.status == 0, "\(answer.errors)")
                let reader = try ResultsReader(at: results)
                for run in try ExperimentPlan.runs(in: results) {
                    let record = try #require(try reader.record(of: run.number))
                    let treated = record.flows.filter { $0.arm == "two" }.count
                    #expect(Double(treated) == 4 * (try #require(run.share)))
                }
            }
        }
    }
}

/// Plans of tests, and what comes of them.
private enum ExperimentPlan {
    static let twoArms = """
        arms: { kernel: { algorithm: cubic }, bpf: { extension: cubic } }
        control: kernel
        paths: { near: { rate: 20mbit } }
        loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
        """

    static func runs(in results: String) throws -> [RunSummary] {
        try ResultsReader(at: results).summaries()
    }

    /// First all in the order of the plan, then again what a busy machine made void; each is
    /// valid once.
    static func expectOrder(of runs: [RunSummary], _ file: String) throws {
        let plan = try Plan(parsing: try File(file).text())
        let keys = plan.runs.map { RunKey($0, of: plan) }
        #expect(runs.prefix(keys.count).map(\.key) == keys)
        let valid = runs.filter { $0.outcome == .valid }.map(\.key.withoutAttempt)
        #expect(valid.count == keys.count && Set(valid) == Set(keys))
    }
}

extension TestbedGround {
    /// Writes a plan into our folder; answers its file.
    fileprivate func plan(_ name: String, _ text: String, _ rest: String) throws -> String {
        let file = folder.file("\(name).yaml")
        try file.replace(with: "title: a test\n\(text)\n\(rest)\n")
        return file.path
    }
}
