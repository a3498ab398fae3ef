// SPDX-License-Identifier: Apache-2.0
import Spelling
import YAML

/// Fields by name, taken one after another; what is wrong with any of them is kept.
///
/// So a reader goes on after the first mistake, and all of them are told at once.
public struct Fields: Sendable {
    /// A field as it was written.
    public struct Field: Equatable, Sendable {
        public let name: String
        public let text: String
        public let place: Complaint.Place?

        public init(_ name: String, _ text: String, place: Complaint.Place? = nil) {
            self.name = name
            self.text = text
            self.place = place
        }
    }

    public private(set) var complaints: [Complaint] = []
    private var fields: [String: Field] = [:]
    /// What leads to these fields: `paths.shallow.`
    private let prefix: String
    /// Where all of them begin: the place of what is not there.
    var whole: Complaint.Place?

    /// Complains of names that are none of `known`, and of names that come twice.
    public init(_ fields: [Field], known: [String], under prefix: String = "") {
        self.prefix = prefix.isEmpty ? "" : prefix + "."
        for field in fields {
            if !known.contains(field.name) {
                let meant = nearest(field.name, among: known)
                complaints.append(
                    Complaint(
                        self.prefix + field.name, "there is no such field",
                        hint: meant.map { "did you mean \"\($0)\"?" }
                            ?? (known.isEmpty
                                ? nil : "known are \(known.joined(separator: ", "))"),
                        place: field.place))
            } else if self.fields.updateValue(field, forKey: field.name) != nil {
                complaints.append(
                    Complaint(self.prefix + field.name, "is given twice", place: field.place))
            }
        }
    }

    /// Fields of `name=value` words.
    public init(words: [String], known: [String]) {
        var fields: [Field] = []
        var odd: [Complaint] = []
        for word in words {
            guard let sign = word.firstIndex(of: "="), sign > word.startIndex else {
                odd.append(Complaint(word, "is not of the form NAME=VALUE"))
                continue
            }
            fields.append(
                Field(String(word[..<sign]), String(word[word.index(after: sign)...])))
        }
        self.init(fields, known: known)
        complaints = odd + complaints
    }

    /// The value of a field; nil where it is not given or is none, which is complained of.
    public mutating func take<Value>(
        _ name: String, _ read: (String) throws(Malformed) -> Value
    ) -> Value? {
        guard let field = fields[name] else { return nil }
        do throws(Malformed) {
            return try read(field.text)
        } catch {
            complain(of: name, error.description)
            return nil
        }
    }

    /// A complaint about what stands at a place of a file.
    mutating func complain(at place: Node.Place, _ name: String, _ words: String) {
        complaints.append(Complaint(full(name), words, place: place))
    }

    public func has(_ name: String) -> Bool { fields[name] != nil }

    public mutating func complain(of name: String, _ words: String, hint: String? = nil) {
        complaints.append(
            Complaint(full(name), words, hint: hint, place: fields[name]?.place ?? whole))
    }

    /// With all that leads to it; without a name, that alone.
    private func full(_ name: String) -> String {
        name.isEmpty ? String(prefix.dropLast()) : prefix + name
    }
}

extension Fields {
    public static func count(_ text: String) throws(Malformed) -> Int {
        guard let count = Int(text), count >= 0 else {
            throw Malformed(text, "is no whole number")
        }
        return count
    }

    public static func `switch`(_ text: String) throws(Malformed) -> Bool {
        switch text {
        case "on", "true", "yes": return true
        case "off", "false", "no": return false
        default: throw Malformed(text, "is neither on nor off")
        }
    }

    /// One of the words that an enumeration lists.
    public static func choice<Value: CaseIterable & RawRepresentable>(
        _ text: String
    ) throws(Malformed) -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        let meant = nearest(text, among: known).map { "; did you mean \($0)?" }
        throw Malformed(text, "is none of \(known.joined(separator: ", "))\(meant ?? "")")
    }

    public static func text(_ text: String) throws(Malformed) -> String {
        if text.isEmpty { throw Malformed(text, "is empty") }
        return text
    }
}
