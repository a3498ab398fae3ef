// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("The help")
struct HelpTests {
    @Test("of the program lists its verbs by chapter, and how it exits")
    func program() {
        #expect(
            sample.help() == """
                Usage: graft VERB [OPERAND]... [OPTION]...

                Put new behaviour into a running kernel, and prove that it is better.

                Extensions:
                  build     compile *.bpf.c to *.bpf.o
                  register  load an extension and put it live in its hook
                  swap      replace what is live under a name
                  list      show what is live

                Experiments:
                  experiment  compare arms in randomised rounds
                  lab         boot another kernel over this machine's files

                This program:
                  completions  print a completion script
                  help         explain the program or a verb

                Options of every verb:
                      --json     print the result as JSON
                  -h, --help     print this help
                      --version  print the version

                Exit status:
                  0  done
                  1  refused or failed, and nothing was changed
                  2  misused: the command line makes no sense
                  3  this kernel cannot do it
                  4  done, and then rolled back by a guard
                  5  a --fail-if condition held
                  6  what was compared differs

                Examples:
                  graft register cubic
                      Put the cubic that ships with graft live.

                See `graft help VERB` for what a verb takes.
                """)
    }

    @Test("of a verb shows its usage, operands, options and examples in 80 columns")
    func verb() {
        #expect(
            sample.help(["register"]) == """
                Usage: graft register FILE [--as NAME] [--set KNOB=VALUE]...
                                      [--netns N | --cgroup PATH | --dev DEV]

                Load an extension and put it live in its hook.

                FILE may be an object (.bpf.o), or its source (.bpf.c), which is built first, or
                the bare name of an extension that ships with graft.

                A knob is a constant of the extension:

                  --set beta=717

                Operands:
                  FILE  an object, its source, or the name of an extension that ships with graft

                Options:
                      --as NAME         register under NAME, at most 15 bytes
                      --set KNOB=VALUE  set a knob before the load (repeatable)
                      --netns N         in network namespace N
                      --cgroup PATH     on the cgroup at PATH
                      --dev DEV         on the network device DEV
                      --json            print the result as JSON
                  -h, --help            print this help
                      --version         print the version

                Examples:
                  graft register cubic
                      Put the cubic that ships with graft live, as bpf_cubic.
                  graft register my.bpf.c --as mine --set beta=717
                      Build it, then register it.

                Exit status:
                  3  the kernel has no such hook
                """)
    }

    @Test("of a verb that leads to others lists them")
    func group() {
        #expect(
            sample.help(["experiment"]) == """
                Usage: graft experiment VERB [OPERAND]... [OPTION]...

                Compare arms in randomised rounds.

                Verbs:
                  run     run an experiment
                  verify  run a share of an experiment again and compare

                Options:
                      --json     print the result as JSON
                  -h, --help     print this help
                      --version  print the version

                See `graft experiment VERB --help` for what a verb takes.
                """)
    }

    @Test("of a nested verb names the whole way to it")
    func nested() {
        #expect(
            sample.help(["lab", "run"]) == """
                Usage: graft lab run --kernel VERSION,... -- COMMAND...

                Run a command under another kernel.

                Operands:
                  COMMAND  what to run there

                Options:
                      --kernel VERSION,...  boot these kernels, one after another
                      --json                print the result as JSON
                  -h, --help                print this help
                      --version             print the version

                Examples:
                  graft lab run --kernel 6.18 -- uname -r
                      Print 6.18's release.
                """)
    }

    @Test("shows defaults beside the meaning")
    func defaults() {
        #expect(
            sample.help(["swap"]).contains(
                "      --confirm-within TIME  roll back unless confirmed by then (default: 60s)\n"))
    }

    @Test("wraps at the columns that there are")
    func narrow() {
        #expect(
            sample.help(["register"], columns: 50).hasPrefix(
                """
                Usage: graft register FILE [--as NAME]
                                      [--set KNOB=VALUE]...
                                      [--netns N | --cgroup PATH | --dev DEV]

                Load an extension and put it live in its hook.

                FILE may be an object (.bpf.o), or its source
                (.bpf.c), which is built first, or the bare name
                of an extension that ships with graft.

                A knob is a constant of the extension:

                  --set beta=717

                """))
    }

    @Test("never has a line that is wider than it may be", arguments: [72, 80, 100])
    func width(columns: Int) {
        for path in [
            [], ["build"], ["register"], ["swap"], ["experiment", "run"], ["lab", "run"],
        ] {
            let lines = sample.help(path, columns: columns).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= columns })
        }
    }

    @Test(
        "comes however it is asked for",
        arguments: [
            ("help register", ["register"]), ("register --help", ["register"]),
            ("register a b c --nonsense -h", ["register"]), ("--help register", ["register"]),
            ("help experiment run", ["experiment", "run"]),
            ("experiment run --help", ["experiment", "run"]), ("experiment -h", ["experiment"]),
            ("", []), ("help", []), ("--help", []), ("-h --json", []), ("help --help", ["help"]),
            ("help help", ["help"]), ("--json help swap --json", ["swap"]),
        ])
    func ways(line: String, path: [String]) {
        guard case .help(let text) = sample.resolve(line.split(separator: " ").map(String.init))
        else {
            Issue.record("\(line) does not ask for help")
            return
        }
        #expect(text == sample.help(path))
    }

    @Test("gives the man page to `help --man`")
    func manual() {
        guard case .help(let text) = sample.resolve(["help", "--man"]) else {
            Issue.record("it does not")
            return
        }
        #expect(text == sample.manual)
    }
}
