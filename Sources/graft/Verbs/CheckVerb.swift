// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft check FILE`: would this kernel take it?
enum CheckVerb {
    private static let file = Operand(.extension, "the object, its source, or a shipped name")
    private static let name = Option(
        "as", .text("NAME"), "check under this name instead of the object's own")
    private static let knobs = Option(
        repeating: "set", .setting, "set a knob before the verifier looks; may be repeated")

    static let command = Command(
        Verb(
            "check", "would this kernel load it, attach it, swap it; if not, why",
            discussion: """
                Asks the running kernel's type information for the hook, its operations and the \
                functions that the extension needs; applies the rules that the kernel tells only \
                at attach; then lets the verifier see it. Nothing is changed.
                """,
            operands: [file], options: [name, knobs],
            examples: [
                Example("graft check mine.bpf.c", "build it and ask this kernel"),
                Example("graft check cubic --set beta=819", "with another knob"),
            ],
            exits: [.refused: "it cannot be loaded or attached here"])
    ) { invocation in
        let object = try Shelf.host.object(invocation[file])
        var settings = try object.settings(invocation[knobs].map(Record.Setting.init))
        if let name = invocation[name] {
            for table in object.tables { settings.names[table.name] = name }
        }
        let check = try Check(object, on: RunningKernel(), settings: settings)
        Terminal.show(check, invocation)
        if check.lacksHook { return .kernelCannot }
        return check.load.isNo || check.attach.isNo ? .refused : .done
    }
}

extension Record.Setting {
    init(_ setting: Setting) { self.init(knob: setting.knob, value: setting.value) }
}
