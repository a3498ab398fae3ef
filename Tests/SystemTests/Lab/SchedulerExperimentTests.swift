// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab
import Results
import Testing

extension InMachines {
    /// Boots a machine: seconds where there is no KVM.
    @Suite("An experiment of schedulers")
    struct SchedulerExperimentTests {
        private static let plan = """
            title: a test of schedulers
            arms: { kernel: { scheduler: kernel }, fair: { scheduler: fair } }
            control: kernel
            loads:
              sleepers:
                time: 1s
                parts: { woken: { wakeups: 5ms, threads: 2 }, busy: { busy: 3 } }
              work: { work: 200000, threads: 3, time: 30s }
            rounds: 1
            """

        private func graft(_ words: String..., in folder: Folder) throws -> ChildProcess.Finished {
            var spawn = Spawn([Workspace.graft, "experiment"] + words)
            spawn.directory = folder.path
            spawn.environment = .inheritedWith([
                "GRAFT_EXTENSIONS": Workspace.root + "/extensions"
            ])
            return try ChildProcess.run(spawn, limit: .seconds(400))
        }

        private func ground(_ body: (Folder) throws -> Void) throws {
            let folder = try Folder.temporary(prefix: "/tmp/gl_")
            defer { try? folder.removeTree() }
            try folder.file("plan.yaml").replace(with: Self.plan)
            try body(folder)
        }

        @Test("gives each arm the processors in turn, and proves whose code ran")
        func whole() throws {
            let cache = try KernelCache.ofThisUser()
            let kernel = try #require(try cache.kernel("6.18") ?? cache.kernel(nil))
            try ground { folder in
                let finished = try graft(
                    "run", "plan.yaml", "--kernel", kernel.release.text, in: folder)
                #expect(finished.ending == .exited(0), "\(finished.text) \(finished.errorText)")
                let reader = try ResultsReader(at: folder.file("plan.sqlite").path)
                let runs = try reader.summaries()
                #expect(runs.count == 4)
                for run in runs {
                    #expect(run.outcome == .valid)
                    let record = try #require(try reader.record(of: run.number))
                    let arm = try #require(record.arms.first)
                    let isOurs = run.arm == "fair"
                    #expect((arm.digest != nil) == isOurs)
                    #expect((arm.calls > 100) == isOurs)
                    #expect(
                        record.environment["scheduler.state"] == (isOurs ? "enabled" : "disabled"))
                    if run.load == "sleepers" {
                        #expect(try #require(run.values[Measure("woken", .latencyP99)]) > 0)
                        let woken = record.samples.latencies.samples.reduce(0) { $0 + $1.count }
                        #expect((390...400).contains(woken))
                    } else {
                        #expect(try #require(run.values[Measure("work", .workTime)]) > 0)
                        #expect(record.tasks.first?.seconds.count == 3)
                    }
                }
            }
        }

        @Test("gives the same bytes again in machines of one processor")
        func deterministic() throws {
            let cache = try KernelCache.ofThisUser()
            let kernel = try #require(try cache.kernel("6.18") ?? cache.kernel(nil))
            try ground { folder in
                let lines = Self.plan.split(separator: "\n").filter { !$0.contains("work:") }
                try folder.file("plan.yaml").replace(with: lines.joined(separator: "\n") + "\n")
                let finished = try graft(
                    "run", "plan.yaml", "--deterministic", "--kernel", kernel.release.text,
                    in: folder)
                #expect(finished.ending == .exited(0), "\(finished.text) \(finished.errorText)")
                let reader = try ResultsReader(at: folder.file("plan.sqlite").path)
                for run in try reader.summaries() {
                    #expect(run.outcome == .valid)
                    let record = try #require(try reader.record(of: run.number))
                    let arm = try #require(record.arms.first)
                    #expect((arm.calls > 100) == (run.arm == "fair"))
                    #expect(try #require(run.values[Measure("woken", .latencyP99)]) > 0)
                }
                let again = try graft("verify", "plan.sqlite", "--share", "100%", in: folder)
                #expect(again.ending == .exited(0), "\(again.text) \(again.errorText)")
                #expect(
                    again.text.contains("2 of 2 runs gave the same bytes again"), "\(again.text)")
            }
        }

        @Test("is refused where the kernel takes none, with the way to one that does")
        func refused() throws {
            guard try SchedulerState.now() == nil else { return }
            try ground { folder in
                let finished = try graft("run", "plan.yaml", in: folder)
                #expect(finished.ending == .exited(2))
                #expect(
                    finished.errorText.contains("plan.yaml:2:40: arms.fair: use the scheduler fair")
                )
                #expect(finished.errorText.contains("no sched_ext"))
                #expect(finished.errorText.contains("--kernel 6.18"))
                #expect(try folder.names() == ["plan.yaml"])
            }
        }
    }
}
