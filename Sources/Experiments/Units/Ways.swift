// SPDX-License-Identifier: Apache-2.0
/// A value for each of the two directions of a path: forth is from client to server.
public struct Ways<Value: Equatable & Sendable>: Equatable, Sendable {
    public var forth: Value
    public var back: Value

    public init(forth: Value, back: Value) {
        self.forth = forth
        self.back = back
    }

    public init(both value: Value) { self.init(forth: value, back: value) }

    /// Reads one value for both, or two with a slash between: `10ms/30ms`.
    public init(
        parsing text: String, _ read: (String) throws(Malformed) -> Value
    ) throws(Malformed) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else {
            throw Malformed(text, "has more than two directions")
        }
        let forth = try read(parts[0])
        self.init(forth: forth, back: parts.count == 2 ? try read(parts[1]) : forth)
    }

    public func map<Other>(_ change: (Value) -> Other) -> Ways<Other> {
        Ways<Other>(forth: change(forth), back: change(back))
    }

    func text(_ word: (Value) -> String) -> String {
        forth == back ? word(forth) : "\(word(forth))/\(word(back))"
    }
}
