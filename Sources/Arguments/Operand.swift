// SPDX-License-Identifier: Apache-2.0
/// A value that a verb takes by its place. `Value` is what a look-up returns.
public struct Operand<Value: Sendable>: DeclaredOperand {
    public let declaration: OperandDeclaration
    let read: @Sendable ([String]) -> Value

    /// One that must be given.
    public init(_ form: Form<Value>, _ meaning: String) {
        declaration = OperandDeclaration(form.shape, .one, meaning)
        read = { form.value(of: $0[0]) }
    }

    /// One that may be left out.
    public init<Element>(optional form: Form<Element>, _ meaning: String)
    where Value == Element? {
        declaration = OperandDeclaration(form.shape, .oneOrNone, meaning)
        read = { $0.first.map(form.value) }
    }

    /// One or more; must be declared last.
    public init<Element>(repeating form: Form<Element>, _ meaning: String)
    where Value == [Element] {
        declaration = OperandDeclaration(form.shape, .oneOrMore, meaning)
        read = { $0.map(form.value) }
    }
}

extension Operand where Value == [String] {
    /// Everything after `--`, at least one word: the command that is to be run.
    public init(rest placeholder: String, _ meaning: String) {
        let form = Form<String>(placeholder, expected: "a word", completions: [.command]) { $0 }
        declaration = OperandDeclaration(form.shape, .rest, meaning)
        read = { $0 }
    }
}

/// An operand of any type, as a verb lists it.
public protocol DeclaredOperand: Sendable {
    var declaration: OperandDeclaration { get }
}
