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

    private static let kernels = Option(
        "kernel", short: "k", .list(.text("VERSION")),
        "ask these fetched kernels instead, each in a virtual machine, and try it there")
    private static let tries = Option(
        flag: "try", "also do it: attach, carry traffic, swap, take out again")

    static let command = Command(
        Verb(
            "check", "would this kernel load it, attach it, swap it; if not, why",
            discussion: """
                Asks the running kernel's type information for the hook, its operations and the \
                functions that the extension needs; applies the rules that the kernel tells only \
                at attach; then lets the verifier see it. Nothing is changed.

                With --try it is registered under its name for a moment. With --kernel all of \
                that happens in other kernels: `graft lab kernels` lists those that are there.
                """,
            operands: [file], options: [name, knobs, kernels, tries],
            examples: [
                Example("graft check mine.bpf.c", "build it and ask this kernel"),
                Example("graft check cubic --set beta=819", "with another knob"),
                Example("graft check cubic --kernel 6.12,6.18", "would it work there?"),
            ],
            exits: [.refused: "it cannot be loaded or attached here, or in one of the kernels"])
    ) { invocation in
        let object = try Shelf.host.object(invocation[file])
        var settings = try object.settings(invocation[knobs].map(Record.Setting.init))
        if let name = invocation[name] {
            for table in object.tables { settings.names[table.name] = name }
        }
        if let words = invocation[kernels] {
            let checked = try CheckedKernels(
                object, words: words, settings: asked(invocation), laboratory: .host())
            Terminal.show(checked, invocation)
            return checked.isWhole ? .done : .refused
        }
        let kernel = try RunningKernel()
        let check = try Check(object, on: kernel, settings: settings)
        var trial: Rehearsal?
        if invocation[tries], !check.load.isNo, !check.attach.isNo {
            trial = try Rehearsal(
                object, as: invocation[name],
                knobs: invocation[knobs].map(Record.Setting.init), on: kernel, shelf: .host)
        }
        Terminal.show(TriedCheck(check: check, trial: trial), invocation)
        if check.lacksHook { return .kernelCannot }
        let isRefused = check.load.isNo || check.attach.isNo
        return isRefused || trial?.isWhole == false ? .refused : .done
    }

    /// The words that a check elsewhere is to be asked with, too.
    @Sendable private static func asked(_ invocation: Invocation) -> [String] {
        (invocation[name].map { ["--as=\($0)"] } ?? [])
            + invocation[knobs].map { "--set=\($0.knob)=\($0.value)" }
    }
}

extension Record.Setting {
    init(_ setting: Setting) { self.init(knob: setting.knob, value: setting.value) }
}
