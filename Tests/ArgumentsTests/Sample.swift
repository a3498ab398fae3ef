// SPDX-License-Identifier: Apache-2.0
import Arguments

/// A program with one of everything that can be declared. Its verbs do nothing.
let sample = Program(
    name: "graft",
    version: "0.1.0",
    date: "2026-01-31",
    summary: "put new behaviour into a running kernel, and prove that it is better",
    chapters: [
        Chapter("Extensions", [Build.command, Register.command, Swap.command, List.command]),
        Chapter("Experiments", [experiment, lab]),
        Chapter("This program", [Completions.command]),
    ],
    examples: [Example("graft register cubic", "put the cubic that ships with graft live")]
)

let experiment = Command(
    "experiment", "compare arms in randomised rounds",
    [
        Command(Run.verb) { _ in .done },
        Command(
            Verb(
                "verify", "run a share of an experiment again and compare",
                operands: [Operand(.file("RESULTS"), "the results")],
                examples: [Example("graft experiment verify a.sqlite", "check the results")])
        ) { _ in .failIfHeld },
    ])

let lab = Command("lab", "boot another kernel over this machine's files", [Lab.command])

enum Build {
    static let paths = Operand(repeating: .file("PATH", ".bpf.c"), "sources, or folders of them")
    static let output = Option("output", short: "o", .directory(), "put the objects into DIR")
    static let command = Command(
        Verb(
            "build", "compile *.bpf.c to *.bpf.o", operands: [paths], options: [output],
            examples: [Example("graft build extensions", "compile all that is there")])
    ) { _ in .done }
}

enum Register {
    static let file = Operand(
        .text(
            "FILE", .files(endings: [".bpf.c", ".bpf.o"]), .names("extensions")),
        "an object, its source, or the name of an extension that ships with graft")
    static let name = Option("as", .text("NAME"), "register under NAME, at most 15 bytes")
    static let knobs = Option(repeating: "set", .setting, "set a knob before the load")
    static let netns = Option("netns", .text("N", .names("namespaces")), "in network namespace N")
    static let cgroup = Option("cgroup", .directory("PATH"), "on the cgroup at PATH")
    static let device = Option("dev", .text("DEV"), "on the network device DEV")

    static let verb = Verb(
        "register", "load an extension and put it live in its hook",
        discussion: """
            FILE may be an object (.bpf.o), or its source (.bpf.c), which is built first, or the
            bare name of an extension that ships with graft.

            A knob is a constant of the extension:
              --set beta=717
            """,
        operands: [file],
        options: [name, knobs, OneOf(netns, cgroup, device)],
        examples: [
            Example(
                "graft register cubic", "put the cubic that ships with graft live, as bpf_cubic"),
            Example(
                "graft register my.bpf.c --as mine --set beta=717", "build it, then register it"),
        ],
        exits: [.kernelCannot: "the kernel has no such hook"])
    static let command = Command(verb) { invocation in
        if invocation[file] == "missing" { throw invocation.misuse("no such extension") }
        return .refused
    }
}

enum Swap {
    static let name = Operand(.text("NAME", .names("registrations")), "the registration")
    static let file = Operand(.file("FILE", ".bpf.o"), "the new version")
    static let window = Option(
        "confirm-within", .duration(), default: "60s", "roll back unless confirmed by then")
    static let tries = Option("tries", .integer("N", in: 1...9), "try at most N times")
    static let migrate = Option(flag: "migrate", "carry the maps over")
    static let command = Command(
        Verb(
            "swap", "replace what is live under a name", operands: [name, file],
            options: [window, tries, migrate],
            examples: [Example("graft swap bpf_cubic new.bpf.o", "put another version live")])
    ) { _ in .rolledBack }
}

enum List {
    enum Order: String, CaseIterable, Sendable { case name, calls, since }

    static let name = Operand(optional: .text("NAME", .names("registrations")), "only this one")
    static let order = Option(
        "sort", .choice("ORDER") as Form<Order>, default: "name", "sort by ORDER")
    static let command = Command(
        Verb(
            "list", "show what is live", operands: [name], options: [order],
            examples: [Example("graft list --json", "show it to a program")])
    ) { _ in .done }
}

enum Run {
    static let plan = Operand(.file("FILE", ".yaml"), "the experiment")
    static let verb = Verb(
        "run", "run an experiment", operands: [plan],
        examples: [Example("graft experiment run gentle.yaml", "run it to its end")])
}

enum Lab {
    static let kernels = Option(
        required: "kernel", .list(.text("VERSION")), "boot these kernels, one after another")
    static let words = Operand(rest: "COMMAND", "what to run there")
    static let command = Command(
        Verb(
            "run", "run a command under another kernel", operands: [words], options: [kernels],
            examples: [Example("graft lab run --kernel 6.18 -- uname -r", "print 6.18's release")])
    ) { _ in .done }
}

enum Completions {
    static let shell = Operand(optional: .choice("SHELL") as Form<Shell>, "the shell")
    static let names = Option("names", .text("KIND"), "print the names that scripts complete")
    static let command = Command(
        Verb(
            "completions", "print a completion script", operands: [shell], options: [names],
            examples: [Example("source <(graft completions bash)", "complete from now on")])
    ) { _ in .done }
}
