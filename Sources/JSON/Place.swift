// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// This value as the place where reading begins; errors then name the path from here.
    public var root: Place { Place(value: self, path: "") }

    /// A place in a document: what stands there, if anything, and the path that leads to it.
    ///
    /// Going further never fails; reading does, and then names the whole path:
    /// `links[0].name: expected a string, found null`.
    public struct Place: Sendable {
        /// `nil` when nothing is there, which differs from `null`.
        public let value: JSON?
        public let path: String

        public subscript(key: String) -> Place {
            Place(value: value?[key], path: path + Self.step(key, first: path.isEmpty))
        }

        public subscript(index: Int) -> Place {
            Place(value: value?[index], path: "\(path)[\(index)]")
        }

        /// This place, or `nil` when nothing or `null` is there: for members that may be left out.
        public var ifPresent: Place? {
            if let value, !value.isNull { self } else { nil }
        }

        public func bool() throws(Mismatch) -> Bool {
            try read("true or false", value?.bool)
        }

        public func string() throws(Mismatch) -> String {
            try read("a string", value?.string)
        }

        public func integer<Integer: FixedWidthInteger>(
            _ type: Integer.Type = Int.self
        ) throws(Mismatch) -> Integer {
            try read("a whole number from \(Integer.min) to \(Integer.max)", value?.integer(type))
        }

        public func number() throws(Mismatch) -> Double {
            try read("a number", value?.number)
        }

        public func elements() throws(Mismatch) -> [Place] {
            try read("an array", value?.array).indices.map { self[$0] }
        }

        public func members() throws(Mismatch) -> [(key: String, place: Place)] {
            try read("an object", value?.object).keys.map { ($0, self[$0]) }
        }

        private func read<Value>(_ expected: String, _ found: Value?) throws(Mismatch) -> Value {
            guard let found else {
                throw Mismatch(path: path, expected: expected, found: value?.kind ?? "nothing")
            }
            return found
        }

        /// `.name` where that reads well, `["two words"]` where it does not.
        private static func step(_ key: String, first: Bool) -> String {
            let plain =
                !key.isEmpty
                && key.utf8.allSatisfy {
                    switch $0 {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "_"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
            return plain ? (first ? key : "." + key) : "[\(JSON.string(key).text(.compact))]"
        }
    }
}
