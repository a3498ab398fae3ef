// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

/// A value that stands in a cell of the file as JSON.
protocol Coded {
    var coded: JSON { get }
    init(coded place: JSON.Place) throws(JSON.Mismatch)
}

extension Coded {
    var codedText: String { coded.text(.compact) }

    init(codedText text: String, _ subject: String) throws(StoreError) {
        let value: JSON
        do throws(JSON.SyntaxError) {
            value = try JSON(parsing: text)
        } catch {
            throw .content("\(subject): \(error)")
        }
        do throws(JSON.Mismatch) {
            try self.init(coded: value.root)
        } catch {
            throw StoreError(error, subject)
        }
    }
}

extension Array: Coded where Element: Coded {
    var coded: JSON { .array(map(\.coded)) }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self = []
        for element in try place.elements() { append(try Element(coded: element)) }
    }
}

/// JSON has no word for what is no number; ours are "nan", "inf" and "-inf".
extension Double: Coded {
    var coded: JSON {
        if isFinite { return .number(self) }
        return isNaN ? "nan" : self < 0 ? "-inf" : "inf"
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        switch place.value?.string {
        case "nan": self = .nan
        case "inf": self = .infinity
        case "-inf": self = -.infinity
        default: self = try place.number()
        }
    }
}

/// In nanoseconds.
extension Duration: Coded {
    var coded: JSON { JSON(inNanoseconds) }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self = .nanoseconds(try place.integer(Int64.self))
    }
}

extension JSON {
    /// A thing with a word that says which of its kind it is.
    static func tagged(_ word: String, _ members: KeyValuePairs<String, JSON> = [:]) -> JSON {
        .object(Object([(key: "is", value: .string(word))] + members.map { ($0.key, $0.value) }))
    }
}

extension JSON.Place {
    /// One of the words that a type knows.
    func word<Word: RawRepresentable>(
        _ type: Word.Type = Word.self
    ) throws(JSON.Mismatch) -> Word where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else { throw unknown(text) }
        return word
    }

    func unknown(_ text: String) -> JSON.Mismatch {
        JSON.Mismatch(path: path, expected: "a word known here", found: "\"\(text)\"")
    }

    /// What may be left out.
    func optional<Value>(
        _ read: (JSON.Place) throws(JSON.Mismatch) -> Value
    ) throws(JSON.Mismatch) -> Value? {
        guard let place = ifPresent else { return nil }
        return try read(place)
    }
}
