// SPDX-License-Identifier: Apache-2.0
/// The form that a value's text takes: how it is shown, read and completed.
///
/// The executable adds forms of its own in extensions of this type, for what it names:
/// registrations, shipped extensions, rates.
public struct Form<Value: Sendable>: Sendable {
    public let shape: Shape
    /// Makes the value of its text, or `nil` when the text is none. Must be pure.
    public let read: @Sendable (String) -> Value?

    public init(
        _ placeholder: String,
        expected: String,
        completions: [Completion] = [],
        read: @escaping @Sendable (String) -> Value?
    ) {
        self.read = read
        shape = Shape(
            placeholder: placeholder, expected: expected, completions: completions,
            accepts: { read($0) != nil })
    }

    /// The value of a text that was accepted before.
    func value(of text: String) -> Value {
        guard let value = read(text) else {
            preconditionFailure("\(shape.placeholder) was accepted as \(text) and is not now")
        }
        return value
    }
}

extension Form where Value == String {
    /// Any text but the empty one.
    public static func text(_ placeholder: String, _ completions: Completion...) -> Form {
        Form(placeholder, expected: "a \(placeholder)", completions: completions) {
            $0.isEmpty ? nil : $0
        }
    }

    /// The path of a file; whether it is there is not asked here.
    public static func file(_ placeholder: String = "FILE", _ endings: String...) -> Form {
        Form(placeholder, expected: "a path", completions: [.files(endings: endings)]) {
            $0.isEmpty ? nil : $0
        }
    }

    /// The path of a directory; whether it is there is not asked here.
    public static func directory(_ placeholder: String = "DIR") -> Form {
        Form(placeholder, expected: "a path", completions: [.directories]) {
            $0.isEmpty ? nil : $0
        }
    }
}
