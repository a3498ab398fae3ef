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

/// All that is wrong with what was read, in the order in which it stands there.
public struct Complaints: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one.
    public let all: [Complaint]

    public init(_ all: [Complaint]) {
        precondition(!all.isEmpty, "complaints complain of something")
        self.all = all.enumerated().sorted { left, right in
            let (first, second) = (Complaints.rank(left), Complaints.rank(right))
            return first < second
        }.map(\.element)
    }

    /// One a line, each with its hint.
    public var description: String {
        all.map { "\($0)" + ($0.hint.map { " (\($0))" } ?? "") }.joined(separator: "\n")
    }

    private static func rank(
        _ entry: (offset: Int, element: Complaint)
    ) -> (String, Int, Int, Int) {
        let place = entry.element.place
        return (place?.file ?? "", place?.line ?? 0, place?.column ?? 0, entry.offset)
    }
}
