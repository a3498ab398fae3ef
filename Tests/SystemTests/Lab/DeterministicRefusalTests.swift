// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Results
import Testbed
import Testing

/// Nothing is booted, and no kernel is needed: an empty cache shows it.
@Suite("What cannot be repeated")
struct DeterministicRefusalTests {
    private func graft(_ folder: Folder, _ words: [String]) throws -> Workspace.Answer {
        var spawn = Spawn([Workspace.graft] + words)
        spawn.directory = folder.path
        spawn.environment = .inheritedWith([
            "GRAFT_KERNELS": folder.path + "/none",
            "GRAFT_EXTENSIONS": Workspace.root + "/extensions",
        ])
        let finished = try ChildProcess.run(spawn, limit: .seconds(60))
        guard case .exited(let status) = finished.ending else {
            throw KernelError("run graft", .said("\(finished.ending)"))
        }
        func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
        return .init(
            status: status, output: lines(finished.text), errors: lines(finished.errorText))
    }

    private func with(_ path: String, _ body: (Folder) throws -> Void) throws {
        let folder = try Folder.temporary(prefix: "/tmp/gl_")
        defer { try? folder.removeTree() }
        try folder.file("plan.yaml").replace(
            with: """
                title: a test
                arms: { one: { algorithm: cubic }, two: { algorithm: reno } }
                control: one
                paths:
                  near: { rate: 20mbit, delay: 10ms }
                  other: \(path)
                loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
                rounds: 2

                """)
        try body(folder)
    }

    @Test("is a path beyond the ceiling: both are told, with the place in the plan")
    func ceiling() throws {
        try with("{ rate: 400mbit }") { folder in
            for words in [
                ["experiment", "run", "plan.yaml", "--deterministic"],
                ["experiment", "run", "plan.yaml", "--deterministic", "--dry-run"],
                ["experiment", "plan", "plan.yaml", "--deterministic"],
            ] {
                let answer = try graft(folder, words)
                #expect(answer.status == 2)
                let said = try #require(answer.errors.first)
                #expect(said.contains("plan.yaml:6:3: paths.other: "), "\(said)")
                #expect(said.contains("400mbit") && said.contains("200mbit"), "\(said)")
            }
            #expect(!folder.file("plan.sqlite").isThere)
        }
    }

    @Test("is a path without a rate")
    func rate() throws {
        try with("{ delay: 10ms }") { folder in
            let answer = try graft(folder, ["experiment", "run", "plan.yaml", "--deterministic"])
            #expect(answer.status == 2)
            #expect(answer.errors.first?.contains("paths.other: it has no rate") == true)
        }
    }

    @Test("is told before it is run: a plan shows what is asked and the ceiling")
    func shown() throws {
        try with("{ rate: 150mbit/1mbit }") { folder in
            let answer = try graft(folder, ["experiment", "plan", "plan.yaml", "--deterministic"])
            #expect(answer.status == 0, "\(answer.errors)")
            let line = try #require(answer.output.first { $0.hasPrefix("deterministic: ") })
            #expect(line.contains("200mbit") && line.hasSuffix("asked: 150mbit at most"), "\(line)")
        }
    }

    @Test(
        "are results that were made in real time",
        arguments: [["verify"], ["diff", "--arms", "one,two", "--path", "near"]])
    func realTime(_ words: [String]) throws {
        try with("{ rate: 10mbit }") { folder in
            let plan = try Plan(parsing: folder.file("plan.yaml").text())
            _ = try ResultsWriter.create(
                at: folder.file("r.sqlite").path,
                plan: PlanAsRun(
                    text: plan.canonicalText, digest: "", file: "plan.yaml", graft: "",
                    wallNanoseconds: 0))
            let answer = try graft(
                folder, ["experiment", words[0], "r.sqlite"] + words.dropFirst())
            #expect(answer.status == 2)
            #expect(answer.errors.first?.contains("made in real time") == true)
            #expect(answer.errors.last?.contains("--deterministic") == true)
        }
    }

    @Test("are arms, rounds and paths that the plan does not have")
    func strangers() throws {
        try with("{ rate: 10mbit }") { folder in
            let plan = try Plan(parsing: folder.file("plan.yaml").text())
            _ = try ResultsWriter.create(
                at: folder.file("r.sqlite").path,
                plan: PlanAsRun(
                    text: plan.canonicalText, digest: "", file: "plan.yaml", graft: "",
                    wallNanoseconds: 0))
            for (words, said) in [
                (["--arms", "one,three", "--path", "near"], "no arm \"three\""),
                (["--round", "3", "--path", "near"], "has 2 rounds, and no round 3"),
                (["--path", "far"], "no path \"far\""), ([], "which path? there are near, other"),
            ] {
                let answer = try graft(folder, ["experiment", "diff", "r.sqlite"] + words)
                #expect(answer.status == 2)
                #expect(answer.errors.first?.contains(said) == true, "\(answer.errors)")
            }
        }
    }
}

@Suite("The report of a deterministic experiment")
struct DeterministicReportTests {
    @Test("says so beside the verdict, and gives the one command that repeats it")
    func report() throws {
        let folder = try Folder.temporary(prefix: "/tmp/gl_")
        defer { try? folder.removeTree() }
        let plan = """
            title: a test
            arms: { one: { algorithm: cubic }, two: { algorithm: reno } }
            control: one
            paths: { near: { rate: 10mbit } }
            loads: { bulk: { netperf: TCP_STREAM, seconds: 1 } }
            """
        let file = folder.file("my plan.yaml")
        try file.replace(with: plan + "\n")
        var asRun = try Plan(parsing: plan + "\n")
        asRun.rounds = 7
        asRun.stopping = StoppingRule(
            try Until(parsing: "width(primary) < 2%", primary: asRun.metrics.primary),
            mostRounds: 9)
        var facts = RunEnvironment()
        facts.note(DeterministicFacts.kernel, "6.18.15+deb13-cloud-amd64")
        let results = folder.file("r.sqlite").path
        _ = try ResultsWriter.create(
            at: results,
            plan: PlanAsRun(
                text: asRun.canonicalText, digest: "", file: file.path, graft: "",
                wallNanoseconds: 0), environment: facts)
        let said = try ChildProcess.run(
            [Workspace.graft, "report", results, "--print", "markdown"], limit: .seconds(60))
        #expect(said.text.contains("** (deterministic)\n"), "\(said.text)\(said.errorText)")
        let command =
            "graft experiment run '\(file.path)' --deterministic --kernel "
            + "6.18.15+deb13-cloud-amd64 --rounds 7 --until 'width(primary) < 2%' --max-rounds 9"
        #expect(said.text.contains(command))
        // It makes the plan that is in the file.
        let again = try ChildProcess.run(
            [
                "sh", "-c",
                "PATH=\(File(Workspace.graft).folder.path):$PATH; \(command) --dry-run --json",
            ], limit: .seconds(60))
        #expect(again.ending == .exited(0), "\(again.errorText)")
        let digest = Digest(of: Array(asRun.canonicalText.utf8)).hexadecimal
        #expect(again.text.contains(digest), "\(again.text)")
    }
}
