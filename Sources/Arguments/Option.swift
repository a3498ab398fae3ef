// SPDX-License-Identifier: Apache-2.0
/// A value or a flag that a verb takes by name. `Value` is what a look-up returns.
public struct Option<Value: Sendable>: DeclaredOptions {
    public let declaration: OptionDeclaration
    let read: @Sendable ([String]) -> Value

    /// One that may be left out.
    public init<Element>(
        _ name: String, short: Character? = nil, _ form: Form<Element>, _ meaning: String
    ) where Value == Element? {
        declaration = OptionDeclaration(name, short, form.shape, meaning)
        read = { $0.last.map(form.value) }
    }

    /// One that has a value even when it is left out: that of the text given here.
    public init(
        _ name: String, short: Character? = nil, _ form: Form<Value>, default text: String,
        _ meaning: String
    ) {
        declaration = OptionDeclaration(name, short, form.shape, meaning, default: text)
        read = { form.value(of: $0.last ?? text) }
    }

    /// One without which the verb makes no sense.
    public init(
        required name: String, short: Character? = nil, _ form: Form<Value>, _ meaning: String
    ) {
        declaration = OptionDeclaration(name, short, form.shape, meaning, required: true)
        read = { form.value(of: $0[0]) }
    }

    /// One that may be given any number of times.
    public init<Element>(
        repeating name: String, short: Character? = nil, _ form: Form<Element>, _ meaning: String
    ) where Value == [Element] {
        declaration = OptionDeclaration(name, short, form.shape, meaning, repeats: true)
        read = { $0.map(form.value) }
    }

    public var slots: [OptionSlot] {
        [OptionSlot(options: [declaration], required: declaration.required)]
    }
}

extension Option where Value == Bool {
    /// One that is there or not, and has no value.
    public init(flag name: String, short: Character? = nil, _ meaning: String) {
        declaration = OptionDeclaration(name, short, nil, meaning)
        read = { !$0.isEmpty }
    }

    /// Every verb has it: print the value as JSON. Look it up with `invocation[.json]`.
    public static var json: Option { Option(flag: "json", "print the result as JSON") }
    static var help: Option { Option(flag: "help", short: "h", "print this help") }
    static var version: Option { Option(flag: "version", "print the version") }
}
