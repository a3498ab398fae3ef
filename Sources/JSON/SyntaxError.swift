// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// A text is not JSON, and where it stops being so.
    public struct SyntaxError: Error, Equatable, CustomStringConvertible {
        /// Counted from 1.
        public let line: Int
        /// Counted from 1, in Unicode scalars, as editors count.
        public let column: Int
        public let reason: Reason

        public enum Reason: Equatable, Sendable {
            case expected(String)
            case endOfText(expected: String)
            case duplicateKey(String)
            case controlCharacter
            case badEscape
            case loneSurrogate
            case notUTF8
            case outOfRange(String)
            case tooDeep(limit: Int)
        }

        public var description: String { "line \(line), column \(column): \(reason)" }
    }
}

extension JSON.SyntaxError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expected(let what): "expected \(what)"
        case .endOfText(let what): "the text ends where \(what) was expected"
        case .duplicateKey(let key): "the key \(JSON.string(key).text(.compact)) comes twice"
        case .controlCharacter: "a control character in a string must be escaped"
        case .badEscape: "no such escape in JSON"
        case .loneSurrogate: "half of a surrogate pair stands alone"
        case .notUTF8: "the string is not UTF-8"
        case .outOfRange(let number): "\(number) does not fit 64 bits"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        }
    }
}
