// SPDX-License-Identifier: Apache-2.0

/// How far a text has been read, a letter or a word at a time.
public struct TextReading: Sendable {
    private let subject: String
    private let example: String
    public let letters: [Character]
    public var position = 0

    /// `subject` and `example` stand in the errors.
    public init(_ text: String, as subject: String, example: String) {
        letters = Array(text)
        self.subject = subject
        self.example = example
    }

    public var peek: Character? { position < letters.count ? letters[position] : nil }

    /// Where the next word begins.
    @discardableResult
    public mutating func skipBlanks() -> Int {
        while let letter = peek, letter.isWhitespace { position += 1 }
        return position
    }

    public mutating func take(while fits: (Character) -> Bool) -> String {
        let start = position
        while let letter = peek, fits(letter) { position += 1 }
        return String(letters[start..<position])
    }

    /// What is wrong at `place`, which is counted from 0.
    public func misreading(
        _ expected: String, at place: Int, nearest: String? = nil
    ) -> Misreading {
        let word = letters[place...].drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        return Misreading(
            subject: subject, text: String(letters), column: place + 1, expected: expected,
            found: word.isEmpty ? nil : String(word), nearest: nearest, example: example)
    }
}
