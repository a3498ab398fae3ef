// SPDX-License-Identifier: Apache-2.0
import Arguments
import Testing

@Suite("Wrong declarations")
struct FlawTests {
    @Test("are named, each by its verb")
    func named() {
        let verb = Verb(
            "v", "Does.",
            operands: [Operand(repeating: .file(), "files"), Operand(.text("X"), "an x")],
            options: [
                Option("json", .text("T"), "clashes"),
                Option("wait", .duration(), default: "5", "wait"),
            ])
        let program = Program(
            name: "p", version: "0", date: "", summary: "s",
            chapters: [Chapter("C", [Command(verb) { _ in .done }, Command("help", "h", [])])])
        #expect(
            program.flaws == [
                "p has two verbs help",
                "p v has two options --json",
                #"p v: the default of --wait, "5", is not of its form"#,
                #"p v: "Does." should be one line without a full stop"#,
                "p v: an operand stands after one that takes its words",
                "p v has no example",
            ])
    }
}
