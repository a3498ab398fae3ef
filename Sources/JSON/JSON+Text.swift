// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// How a value is laid out as text.
    public enum Layout: Sendable {
        /// On one line, without a space.
        case compact
        /// Indented by two spaces, as `jq .` prints it.
        case pretty
    }

    /// The value as text, without a line feed at the end.
    public func text(_ layout: Layout) -> String {
        var writer = Writer(layout: layout)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Reads one JSON document, and nothing before or after it but white space.
    ///
    /// A key that comes twice, a number that does not fit and nesting beyond `depth` are errors.
    public init(parsing text: String, depth: Int = 256) throws(SyntaxError) {
        try self.init(parsing: Array(text.utf8), depth: depth)
    }

    /// Reads the bytes of a file, which need not be sound UTF-8.
    public init(parsing bytes: [UInt8], depth: Int = 256) throws(SyntaxError) {
        var parser = Parser(bytes: bytes, depth: depth)
        self = try parser.document()
    }
}
