// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("The man page")
struct ManualTests {
    @Test(
        "has nothing that mandoc warns of", .enabled(if: mandoc.isInstalled, mandoc.absence))
    func mandocLint() {
        let folder = Folder()
        folder.write(sample.manual + "\n", to: "given")
        #expect(mandoc.output("-Tlint given", in: folder) == "")
    }

    @Test("has nothing that groff warns of", .enabled(if: groff.isInstalled, groff.absence))
    func groffWarnings() {
        let folder = Folder()
        folder.write(sample.manual + "\n", to: "given")
        #expect(groff.output("-man -ww -z given", in: folder) == "")
    }

    @Test("begins with what it is, and marks what is typed and what it stands for")
    func beginning() {
        let page = """
            .TH GRAFT 1 "2026-01-31" "graft 0.1.0" "User Commands"
            .nh
            .ad l
            .SH "NAME"
            graft \\- put new behaviour into a running kernel, and prove that it is better
            .SH "SYNOPSIS"
            \\fBgraft\\fR
            \\fIVERB\\fR
            [\\fIOPERAND\\fR]...\\&
            [\\fIOPTION\\fR]...\\&
            .SH "EXTENSIONS"
            .SS "graft build"
            \\fBgraft build\\fR
            \\fIPATH...\\fR\\&
            [\\fB\\-\\-output\\fR
            \\fIDIR\\fR]
            .PP
            Compile *.bpf.c to *.bpf.o.
            .TP
            \\fIPATH\\fR
            sources, or folders of them
            .TP
            \\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIDIR\\fR
            put the objects into DIR
            .PP
            Compile all that is there:
            .PP
            .EX
                graft build extensions
            .EE
            .SS "graft register"

            """
        #expect(sample.manual.hasPrefix(page))
    }

    @Test("takes nothing in a text for a request or an escape")
    func escapes() {
        let verb = Verb(
            "v", "do", discussion: ".so /etc/passwd\n\n'tis \\fB \"x\"\n\n  .TH x",
            examples: [Example("p v", "do")])
        let program = Program(
            name: "p", version: "1", date: "2026-01-31", summary: "s",
            chapters: [Chapter("C", [Command(verb) { _ in .done }])])
        #expect(
            program.manual.contains(
                """
                .PP
                \\&.so /etc/passwd
                .PP
                \\(aqtis \\efB \\(dqx\\(dq
                .PP
                .EX
                  .TH x
                .EE
                """))
    }
}

private let mandoc = Tool(name: "mandoc")
private let groff = Tool(name: "groff")
