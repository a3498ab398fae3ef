// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("A command line")
struct ResolvingTests {
    @Test("gives the verb its operands and options as typed values")
    func typedValues() throws {
        let invocation = try invoke(
            "register", "cubic.bpf.o", "--as", "mine", "--set", "beta=717", "--set=mode=a=b")
        #expect(invocation.path == ["register"])
        #expect(invocation[Register.file] == "cubic.bpf.o")
        #expect(invocation[Register.name] == "mine")
        #expect(
            invocation[Register.knobs] == [
                Setting(knob: "beta", value: "717"), Setting(knob: "mode", value: "a=b"),
            ])
        #expect(invocation[Register.netns] == nil)
        #expect(invocation[.json] == false)
    }

    @Test("may mix options and operands in any order")
    func anyOrder() throws {
        let invocation = try invoke(
            "--json", "swap", "--migrate", "bpf_cubic", "--confirm-within", "500ms", "new.bpf.o")
        #expect(invocation[Swap.name] == "bpf_cubic")
        #expect(invocation[Swap.file] == "new.bpf.o")
        #expect(invocation[Swap.window] == .milliseconds(500))
        #expect(invocation[Swap.migrate])
        #expect(invocation[.json])
    }

    @Test("takes defaults for what it leaves out")
    func defaults() throws {
        let swap = try invoke("swap", "a", "b")
        #expect(swap[Swap.window] == .seconds(60))
        #expect(swap[Swap.tries] == nil)
        let list = try invoke("list")
        #expect(list[List.name] == nil)
        #expect(list[List.order] == .name)
    }

    @Test("finds nested verbs")
    func nested() throws {
        let run = try invoke("experiment", "--json", "run", "x.yaml")
        #expect(run.path == ["experiment", "run"])
        #expect(run[Run.plan] == "x.yaml")
        #expect(run[.json])
    }

    @Test("hands everything after -- to a command, options and help included")
    func rest() throws {
        let invocation = try invoke(
            "lab", "run", "--kernel", "6.12,6.18", "--", "ls", "--help", "--")
        #expect(invocation[Lab.kernels] == ["6.12", "6.18"])
        #expect(invocation[Lab.words] == ["ls", "--help", "--"])
    }

    @Test("takes words after -- as operands elsewhere, and - and numbers everywhere")
    func dashes() throws {
        #expect(
            try invoke("build", "-", "-5", "--", "--odd", "-x")[Build.paths] == [
                "-", "-5", "--odd", "-x",
            ])
        #expect(try invoke("build", "a", "-o", "out")[Build.output] == "out")
        #expect(try invoke("build", "a", "--output=-out")[Build.output] == "-out")
    }

    @Test("runs the code that is paired with its verb")
    func running() throws {
        guard case .run(let command, let invocation) = sample.resolve(["register", "a"]) else {
            Issue.record("it is not run")
            return
        }
        #expect(try command.run(invocation) == .refused)
        guard case .run(_, let wrong) = sample.resolve(["register", "missing"]) else {
            Issue.record("it is not run")
            return
        }
        let misuse = Misuse(
            "graft register: no such extension", hint: "see `graft register --help`")
        #expect(throws: misuse) { try command.run(wrong) }
    }

    @Test("asks for the version wherever --version stands")
    func version() {
        for words in [["--version"], ["list", "--nonsense", "--version"]] {
            guard case .version = sample.resolve(words) else {
                Issue.record("\(words) do not ask for the version")
                continue
            }
        }
    }

    @Test("is declared without a flaw")
    func flaws() {
        #expect(sample.flaws == [])
    }

    private func invoke(_ words: String...) throws -> Invocation {
        switch sample.resolve(words) {
        case .run(_, let invocation): return invocation
        case .misuse(let misuse): throw misuse
        default: throw Misuse("\(words) ask for something else", hint: nil)
        }
    }
}
