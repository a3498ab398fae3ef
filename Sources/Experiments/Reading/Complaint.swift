// SPDX-License-Identifier: Apache-2.0
import YAML

/// What is wrong with one field, and where it stands.
public struct Complaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// `rate`, or with all that leads to it: `paths.shallow.rate`.
    public let field: String
    public let words: String
    public let hint: String?
    /// Nil for words of a command line.
    public let place: Place?

    public init(_ field: String, _ words: String, hint: String? = nil, place: Place? = nil) {
        self.field = field
        self.words = words
        self.hint = hint
        self.place = place
    }

    public typealias Place = Node.Place

    public var description: String {
        let where_ = place.map { "\($0): " } ?? ""
        return "\(where_)\(field.isEmpty ? "" : field + ": ")\(words)"
    }
}
