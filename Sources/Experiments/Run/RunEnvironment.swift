// SPDX-License-Identifier: Apache-2.0
/// What a run took place on, as name and value; every name is written once.
///
/// Names are paths with dots: `kernel.release`, `sysctl.client1.net.ipv4.tcp_ecn`.
public struct RunEnvironment: Equatable, Sendable {
    public private(set) var facts: [Fact] = []

    public struct Fact: Equatable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init() {}

    public mutating func note(_ name: String, _ value: String) {
        precondition(self[name] == nil, "\(name) is noted twice")
        facts.append(Fact(name, value))
    }

    public mutating func add(_ other: RunEnvironment) {
        for fact in other.facts { note(fact.name, fact.value) }
    }

    public subscript(name: String) -> String? { facts.first { $0.name == name }?.value }
}
