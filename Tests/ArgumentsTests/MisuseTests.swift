// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("A senseless command line")
struct MisuseTests {
    @Test(
        "is refused with what is wrong and the way out",
        arguments: [
            ("swp", #"graft: "swp" is not a verb"#, "did you mean `graft swap`?"),
            ("frobnicate", #"graft: "frobnicate" is not a verb"#, "see `graft --help`"),
            ("hepl", #"graft: "hepl" is not a verb"#, "did you mean `graft help`?"),
            ("--jsn list", #"graft: "--jsn" stands where a verb is awaited"#, "see `graft --help`"),
            ("--json", "graft: a verb is missing", "see `graft --help`"),
            ("experiment", "graft experiment: a verb is missing", "say one of run, verify"),
            (
                "experiment rnu", #"graft experiment: "rnu" is not a verb"#,
                "did you mean `graft experiment run`?"
            ),
            (
                "help rgister", #"graft: "rgister" is not a verb"#, "did you mean `graft register`?"
            ),
            ("help list b", #"graft help: "b" is one word too many"#, "see `graft help --help`"),
            ("register", "graft register: FILE is missing", "see `graft register --help`"),
            (
                "register a b", #"graft register: "b" is one word too many"#,
                "see `graft register --help`"
            ),
            (
                "register a --cgruop /x", #"graft register: "--cgruop" is not an option"#,
                "did you mean `--cgroup`?"
            ),
            (
                "register a -json", #"graft register: "-json" is not an option"#,
                "did you mean `--json`?"
            ),
            (
                "register a --as", "graft register: --as needs a value: NAME",
                "see `graft register --help`"
            ),
            (
                "register a --as --json", "graft register: --as needs a value: NAME",
                "see `graft register --help`"
            ),
            (
                "register a --as x --as y", "graft register: --as is given twice",
                "see `graft register --help`"
            ),
            (
                "register a --json=yes",
                #"graft register: --json takes no value, and "yes" is given"#,
                "see `graft register --help`"
            ),
            (
                "register a --set beta", #"graft register: --set: "beta" is not KNOB=VALUE"#,
                "see `graft register --help`"
            ),
            (
                "register a --set =5", #"graft register: --set: "=5" is not KNOB=VALUE"#,
                "see `graft register --help`"
            ),
            (
                "register a --netns x --dev y",
                "graft register: --netns and --dev exclude each other",
                "see `graft register --help`"
            ),
            (
                "swap a b --confirm-within soon",
                #"graft swap: --confirm-within: "soon" is not a duration such as 60s, 500ms or 2m"#,
                "see `graft swap --help`"
            ),
            (
                "swap a b --tries 10",
                #"graft swap: --tries: "10" is not a whole number from 1 to 9"#,
                "see `graft swap --help`"
            ),
            (
                "list --sort clals",
                #"graft list: --sort: "clals" is not one of name, calls, since"#,
                "did you mean `calls`?"
            ),
            (
                "completions bsh",
                #"graft completions: SHELL: "bsh" is not one of bash, zsh, fish"#,
                "did you mean `bash`?"
            ),
            (
                "lab run -- ls", "graft lab run: --kernel VERSION,... is missing",
                "see `graft lab run --help`"
            ),
            (
                "lab run --kernel 6.18 ls", #"graft lab run: "ls" is one word too many"#,
                "put COMMAND after `--`"
            ),
            (
                "lab run --kernel 6.18 --", "graft lab run: -- COMMAND is missing",
                "see `graft lab run --help`"
            ),
            (
                "lab run --kernel 6.18, -- ls",
                #"graft lab run: --kernel: "6.18," is not a VERSION, or several with commas"#,
                "see `graft lab run --help`"
            ),
        ])
    func refusal(line: String, message: String, hint: String) {
        let misuse = misuse(line.split(separator: " ").map(String.init))
        #expect(misuse?.message == message)
        #expect(misuse?.hint == hint)
        #expect(misuse?.status.rawValue == 2)
    }

    @Test("is quoted on one line, cut short, without what a terminal would obey")
    func quoting() {
        #expect(
            misuse(["a\n\u{1B}[31m\u{202E}\u{7F}"])?.message
                == #"graft: "a\n\u{1B}[31m\u{202E}\u{7F}" is not a verb"#)
        #expect((misuse([String(repeating: "x", count: 5000)])?.message.count ?? 0) < 120)
        #expect(misuse([""])?.message == #"graft: "" is not a verb"#)
    }

    private func misuse(_ words: [String]) -> Misuse? {
        if case .misuse(let misuse) = sample.resolve(words) { misuse } else { nil }
    }
}
