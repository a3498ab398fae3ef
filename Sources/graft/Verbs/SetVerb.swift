// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import JSON
import Kernel

/// `graft set NAME KNOB=VALUE`: turn a live variable.
enum SetVerb {
    private static let name = Operand(.registration, "the registration, or its extension's name")
    private static let settings = Operand(repeating: .setting, "the variables and their values")

    static let command = Command(
        Verb(
            "set", "turn a variable of an extension while it runs",
            discussion: """
                Only what the extension declares as live, and only inside the range that it \
                declares. `graft list NAME` shows the values as they are in the kernel.
                """,
            operands: [name, settings], options: [SessionOptions.noWait],
            examples: [Example("graft set bpf_cubic hystart=0", "no HyStart from now on")])
    ) { invocation in
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let settings = invocation[settings].map(Record.Setting.init)
        let name = try Registry(.host).set(
            invocation[name], settings, shelf: .host, on: RunningKernel(), session)
        Terminal.show(Turned(name: name, settings: settings), invocation)
        return .done
    }
}

/// What `graft set` has done.
struct Turned: Shown {
    let name: String
    let settings: [Record.Setting]

    var text: String {
        settings.map { "\(name): \($0.knob) = \($0.value)" }.joined(separator: "\n")
    }

    var json: JSON {
        [
            "name": JSON(name),
            "set": .object(JSON.Object(settings.map { (key: $0.knob, value: JSON($0.value)) })),
        ]
    }
}
