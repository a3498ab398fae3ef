// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft build PATH...`: from `NAME.bpf.c` to `NAME.bpf.o` beside it.
enum BuildVerb {
    private static let paths = Operand(
        repeating: .file("PATH", ".bpf.c"), "a source, or a folder to search for sources")

    static let command = Command(
        Verb(
            "build", "compile *.bpf.c to *.bpf.o beside it",
            discussion: """
                Two sources at a time, warnings as errors. What has been compiled before from the \
                same content, headers, flags and compiler is not compiled again.
                """,
            operands: [paths],
            examples: [
                Example("graft build mine.bpf.c", "one source"),
                Example("graft build extensions", "all sources below a folder"),
            ])
    ) { invocation in
        let build = try Build(invocation[paths], shelf: .host)
        Terminal.show(build, invocation)
        return build.failures.isEmpty ? .done : .refused
    }
}
