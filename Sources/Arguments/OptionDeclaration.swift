// SPDX-License-Identifier: Apache-2.0
/// What a verb says about an option, without the type of its value.
public struct OptionDeclaration: Sendable {
    public let name: String
    public let short: Character?
    /// `nil` for a flag.
    public let shape: Shape?
    public let meaning: String
    public let defaultText: String?
    public let repeats: Bool
    public let required: Bool

    init(
        _ name: String, _ short: Character?, _ shape: Shape?, _ meaning: String,
        default defaultText: String? = nil, repeats: Bool = false, required: Bool = false
    ) {
        self.name = name
        self.short = short
        self.shape = shape
        self.meaning = meaning
        self.defaultText = defaultText
        self.repeats = repeats
        self.required = required
    }

    var long: String { "--\(name)" }

    /// All that may be typed for it: `-o`, `--output`.
    var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + [long] }

    /// `--set KNOB=VALUE`, or just `--json`.
    var usage: String { shape.map { "\(long) \($0.placeholder)" } ?? long }

    /// The meaning, and what a reader of help wants to know with it.
    var fullMeaning: String {
        meaning + (repeats ? " (repeatable)" : "")
            + (defaultText.map { " (default: \($0))" } ?? "")
    }
}
