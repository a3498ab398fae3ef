// SPDX-License-Identifier: Apache-2.0
/// A text that is no value of its kind, and why.
public struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
    public let text: String
    public let complaint: String

    public init(_ text: String, _ complaint: String) {
        self.text = text
        self.complaint = complaint
    }

    public var description: String { "\"\(text)\" \(complaint)" }
}
