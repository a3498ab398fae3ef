// SPDX-License-Identifier: Apache-2.0
/// A verb and what was given to it: complete, and every value of the form that was declared.
public struct Invocation: Sendable {
    public let program: Program
    public let verb: Verb
    /// The verb as it is typed: `["experiment", "run"]`.
    public let path: [String]
    let operands: [String: [String]]
    let options: [String: [String]]

    /// The value of an option: `invocation[Register.knobs]`.
    public subscript<Value>(option: Option<Value>) -> Value {
        let name = option.declaration.name
        precondition(
            verb.options.contains { $0.name == name }
                || Verb.commonOptions.contains { $0.name == name },
            "\(verb.name) looks up --\(name) and does not declare it")
        return option.read(options[name] ?? [])
    }

    /// The value of an operand: `invocation[Register.file]`.
    public subscript<Value>(operand: Operand<Value>) -> Value {
        let name = operand.declaration.name
        precondition(
            verb.operands.contains { $0.name == name },
            "\(verb.name) looks up \(name) and does not declare it")
        return operand.read(operands[name] ?? [])
    }

    /// What no declaration can say: `invocation.misuse("--migrate needs a pinned map")`.
    public func misuse(_ complaint: String, hint: String? = nil) -> Misuse {
        Misuse.of([program.name] + path, complaint, hint: hint)
    }
}

extension Misuse {
    /// A complaint about the words after `path`; the hint is to read its help, if there is no better.
    static func of(_ path: [String], _ complaint: String, hint: String? = nil) -> Misuse {
        let spoken = path.joined(separator: " ")
        return Misuse("\(spoken): \(complaint)", hint: hint ?? "see `\(spoken) --help`")
    }
}
