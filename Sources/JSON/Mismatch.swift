// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// A document is sound JSON, and holds something else than the reader needs.
    public struct Mismatch: Error, Equatable, CustomStringConvertible {
        /// The way from the root, such as `links[0].name`; empty for the root itself.
        public let path: String
        public let expected: String
        public let found: String

        public init(path: String, expected: String, found: String) {
            self.path = path
            self.expected = expected
            self.found = found
        }

        public var description: String {
            "\(path.isEmpty ? "the document" : path): expected \(expected), found \(found)"
        }
    }
}
