// SPDX-License-Identifier: Apache-2.0
/// What a verb says about an operand, without the type of its value.
public struct OperandDeclaration: Sendable {
    public let shape: Shape
    public let arity: Arity
    public let meaning: String

    public enum Arity: Sendable {
        case one
        case oneOrNone
        case oneOrMore
        /// All words after `--`.
        case rest
    }

    init(_ shape: Shape, _ arity: Arity, _ meaning: String) {
        self.shape = shape
        self.arity = arity
        self.meaning = meaning
    }

    /// How errors and look-ups call it: `FILE`.
    public var name: String { shape.placeholder }

    /// How it stands in a usage line: `FILE`, `[NAME]`, `PATH...`, `-- COMMAND...`.
    var usage: String {
        switch arity {
        case .one: name
        case .oneOrNone: "[\(name)]"
        case .oneOrMore: "\(name)..."
        case .rest: "-- \(name)..."
        }
    }
}
