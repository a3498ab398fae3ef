// SPDX-License-Identifier: Apache-2.0
/// A part of a document, and where it begins.
public struct Node: Equatable, Sendable {
    public let content: Content
    public let place: Place

    public enum Content: Equatable, Sendable {
        /// A text; empty where nothing stands.
        case scalar(String)
        case sequence([Node])
        /// In the order in which they stand; each key once.
        case mapping([Member])
    }

    public struct Member: Equatable, Sendable {
        public let key: String
        public let keyPlace: Place
        public let value: Node

        public init(_ key: String, at keyPlace: Place, _ value: Node) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    /// A line and a column, both from 1, and the file where there are several.
    public struct Place: Hashable, Sendable, CustomStringConvertible {
        public let file: String?
        public let line: Int
        public let column: Int

        public init(file: String? = nil, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }

        public var description: String { (file.map { "\($0):" } ?? "") + "\(line):\(column)" }
    }

    public init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }

    public var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    public var sequence: [Node]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    public var mapping: [Member]? {
        if case .mapping(let members) = content { members } else { nil }
    }

    /// The value under a key; nil where this is no mapping or has no such key.
    public subscript(key: String) -> Node? { mapping?.first { $0.key == key }?.value }

    /// What it is, in words.
    public var kind: String {
        switch content {
        case .scalar(let text): text.isEmpty ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// Why a text is no document, and where.
public struct SyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    public let place: Node.Place
    public let words: String

    public var description: String { "\(place): \(words)" }
}
