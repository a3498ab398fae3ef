// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// The members of a JSON object, in order, each key once.
    ///
    /// Look-up is linear while the object is small, and by an index once it is not.
    public struct Object: Sendable {
        public typealias Member = (key: String, value: JSON)

        public private(set) var members: [Member] = []
        /// Where each key stands; empty until there are more members than `smallCount`.
        private var positions: [String: Int] = [:]
        private static let smallCount = 16

        public init() {}

        /// A key that comes twice keeps its first place and its last value.
        public init(_ members: some Sequence<Member>) {
            for (key, value) in members { self[key] = value }
        }

        public var count: Int { members.count }
        public var isEmpty: Bool { members.isEmpty }
        public var keys: [String] { members.map(\.key) }

        /// Setting an absent key appends it; setting `nil` removes the member.
        public subscript(key: String) -> JSON? {
            get { position(of: key).map { members[$0].value } }
            set {
                switch (position(of: key), newValue) {
                case (let position?, let value?): members[position].value = value
                case (let position?, nil): remove(at: position)
                case (nil, let value?): append((key, value))
                case (nil, nil): break
                }
            }
        }

        private func position(of key: String) -> Int? {
            members.count > Self.smallCount
                ? positions[key] : members.firstIndex { $0.key == key }
        }

        private mutating func append(_ member: Member) {
            members.append(member)
            if members.count == Self.smallCount + 1 {
                index()
            } else if members.count > Self.smallCount {
                positions[member.key] = members.count - 1
            }
        }

        private mutating func remove(at position: Int) {
            members.remove(at: position)
            positions = [:]
            if members.count > Self.smallCount { index() }
        }

        private mutating func index() {
            for (position, member) in members.enumerated() { positions[member.key] = position }
        }
    }
}

extension JSON.Object: Equatable {
    public static func == (one: Self, other: Self) -> Bool {
        one.members.elementsEqual(other.members) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }
}
