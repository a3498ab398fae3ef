// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Glibc
import Kernel
import KernelLab
import Results
import Testing

extension InMachines {
    /// Each of these boots a machine: seconds where there is no KVM.
    @Suite("An experiment under another kernel")
    struct LabExperimentTests {
        private static let limit = Duration.seconds(400)

        /// What this test's kernel may lack, and those of the lab have: netem and fq.
        private static let plan = """
            title: a test in the lab
            arms: { one: { algorithm: cubic }, two: { algorithm: reno } }
            control: one
            paths: { near: { rate: 10mbit, delay: 5ms, aqm: fq } }
            loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
            rounds: 1
            """

        /// A folder with the plan in it, for as long as `body` takes.
        private func ground(_ text: String, _ body: (Folder) throws -> Void) throws {
            let folder = try Folder.temporary(prefix: "/tmp/gl_")
            defer { try? folder.removeTree() }
            try folder.file("plan.yaml").replace(with: text)
            try body(folder)
        }

        private func spawn(_ words: [String], in folder: Folder) -> Spawn {
            var spawn = Spawn([Workspace.graft, "experiment"] + words)
            spawn.directory = folder.path
            spawn.environment = .inheritedWith([
                "GRAFT_EXTENSIONS": Workspace.root + "/extensions"
            ])
            return spawn
        }

        private func graft(_ words: String..., in folder: Folder) throws -> ChildProcess.Finished {
            try ChildProcess.run(spawn(words, in: folder), limit: Self.limit)
        }

        private func release() throws -> String {
            try #require(try KernelCache.ofThisUser().kernel(nil)).release.text
        }

        @Test("keeps its runs here, proven, with netem and fq, and the kernel that they ran on")
        func whole() throws {
            let release = try release()
            try ground(Self.plan) { folder in
                let finished = try graft("run", "plan.yaml", "--kernel", release, in: folder)
                #expect(finished.ending == .exited(0), "\(finished.errorText)")
                let results = folder.file("plan.sqlite").path
                #expect(finished.text.contains("2 valid runs, all in plan.sqlite"))
                let reader = try ResultsReader(at: results)
                #expect(try reader.environment()["lab.kernel"] == release)
                let help = try reader.environment()["lab.acceleration"]
                #expect(help == "none" || help == "kvm")
                for run in try reader.summaries() {
                    let record = try #require(try reader.record(of: run.number))
                    #expect(record.means.contains("queue by fq, delay by netem"))
                    #expect(record.environment["kernel.release"] == release)
                    #expect(record.environment["lab.acceleration"] == help)
                    #expect(!record.samples.flows.isEmpty)
                    let srtt = try #require(run.values[Measure("bulk", .srtt)])
                    #expect(srtt > 0.01)
                }
                // What was one of its runs can be reported like any other.
                let report = try graft("export", "plan.sqlite", "--csv", in: folder)
                #expect(report.text.contains("goodput"))
            }
        }

        @Test("that Ctrl-C broke off keeps its runs, and goes on under the same kernel")
        func interrupted() throws {
            let release = try release()
            try ground(Self.plan + "\nseed: 3") { folder in
                let results = folder.file("plan.sqlite").path
                var asked = spawn(["run", "plan.yaml", "--kernel", release], in: folder)
                asked.output = .null
                asked.errors = .null
                let child = try ChildProcess.start(asked)
                let deadline = Instant.now.adding(Self.limit)
                while ((try? ResultsReader(at: results).summaries())?.count ?? 0) < 1 {
                    try #require(Instant.now < deadline, "no run was committed")
                    Duration.milliseconds(50).pause()
                }
                try child.signal(SIGINT)
                #expect(try child.wait(upTo: .seconds(20)) == .exited(130))
                let before = try ResultsReader(at: results).summaries()
                #expect(before.count == 1)
                let finished = try graft("resume", "plan.sqlite", in: folder)
                #expect(finished.ending == .exited(0), "\(finished.errorText)")
                let runs = try ResultsReader(at: results).summaries()
                #expect(runs.count == 2)
                #expect(Array(runs.prefix(1)) == before)
                let record = try #require(try ResultsReader(at: results).record(of: 2))
                #expect(record.environment["kernel.release"] == release)
            }
        }

        @Test("that its kernel cannot run is refused before the first run, with the place")
        func refused() throws {
            let release = try release()
            let text = Self.plan.replacing("algorithm: reno", with: "algorithm: gt_none")
            try ground(text) { folder in
                let finished = try graft(
                    "run", "plan.yaml", "--kernel", release, "--dry-run", in: folder)
                #expect(finished.ending == .exited(2))
                #expect(finished.errorText.contains("plan.yaml:2:36: arms.two: "))
                #expect(finished.errorText.contains("gt_none"))
                #expect(try folder.names() == ["plan.yaml"])
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ word: String, with other: String) -> String {
        guard let range = ranges(of: word).first else { return self }
        return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
