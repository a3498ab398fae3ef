// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft inspect FILE`: from the object alone, without root.
enum InspectVerb {
    private static let file = Operand(.extension, "the object, its source, or a shipped name")

    static let command = Command(
        Verb(
            "inspect", "show what an extension is: hooks, knobs, maps, needs",
            discussion: """
                Everything is read from the object; the kernel is not asked, and root is not \
                needed. A source file is built first.
                """,
            operands: [file],
            examples: [
                Example("graft inspect cubic", "what ships as cubic"),
                Example("graft inspect mine.bpf.o --json | jq .knobs", "its knobs, for a program"),
            ])
    ) { invocation in
        let object = try Shelf.host.object(invocation[file])
        Terminal.show(Inspection(object), invocation)
        return .done
    }
}
