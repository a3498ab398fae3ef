// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft register FILE`: put an extension into its hook.
enum RegisterVerb {
    private static let file = Operand(.extension, "the object, its source, or a shipped name")
    private static let name = Option(
        "as", .text("NAME"), "register under this name instead of the object's own")
    private static let knobs = Option(repeating: "set", .setting, "set a knob; may be repeated")

    static let command = Command(
        Verb(
            "register", "put an extension into its hook, and keep it there",
            discussion: """
                The registration outlives this command: a pinned link holds it until `graft \
                unregister`, or until the machine is restarted. An object with several hooks is \
                registered whole or not at all. It is done when the kernel says so.
                """,
            operands: [file], options: [name, knobs, SessionOptions.noWait],
            examples: [
                Example("graft register cubic", "BPF CUBIC, as bpf_cubic"),
                Example("graft register cubic --as gentler --set beta=819", "with another knob"),
                Example("graft register mine.bpf.c", "build it and register it"),
            ])
    ) { invocation in
        let path = invocation[file]
        let object = try Shelf.host.object(path)
        var options = RegisterOptions(file: path)
        options.name = invocation[name]
        options.knobs = invocation[knobs].map(Record.Setting.init)
        let registry = Registry(.host)
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let records = try registry.register(
            object, options, shelf: .host, on: RunningKernel(), session)
        Terminal.show(Registered(records: records, object: object), invocation)
        return .done
    }
}
