// SPDX-License-Identifier: Apache-2.0
import Experiments

extension RunEnvironment {
    /// One of the things that deterministic runs depend on, where it is not what it was.
    public struct Difference: Equatable, Sendable, CustomStringConvertible {
        /// As it is noted: `deterministic.graft`.
        public let name: String
        public let then: String
        public let now: String

        /// `another graft: its digest was 1a2b3c4d5e6f, and is 6f5e4d3c2b1a`.
        public var description: String {
            guard let subject = Difference.subjects.first(where: { $0.key == name })?.value else {
                return "\(name): was \(then), and is \(now)"
            }
            return "\(subject) was \(Difference.short(then)), and is \(Difference.short(now))"
        }

        private static let subjects: KeyValuePairs = [
            DeterministicFacts.kernel: "another kernel: it",
            "deterministic.package": "another kernel package: its digest",
            "deterministic.graft": "another graft: its digest",
            "deterministic.programs":
                "other programs (netperf, iproute2, busybox) or libraries: their digest",
            "deterministic.instruments": "other instruments of graft's: their digest",
            "deterministic.translator": "another translator: it",
            "deterministic.firmware": "other firmware: its digest",
            "deterministic.settings": "other settings of the machine: their digest",
            "deterministic.machine": "another machine: its digest",
        ]

        private static func short(_ value: String) -> String {
            value.count == 64 && value.allSatisfy(\.isHexDigit) ? String(value.prefix(12)) : value
        }
    }

    /// What differs of that which deterministic runs depend on, between a results file (this) and
    /// what is here. An older file may not say each thing; that there is a difference it does.
    public func differences(from now: RunEnvironment) -> [Difference] {
        var found = now.facts.compactMap { fact -> Difference? in
            guard let then = self[fact.name], then != fact.value else { return nil }
            return Difference(name: fact.name, then: then, now: fact.value)
        }
        // It follows from the others, and says less.
        if found.count > 1 { found.removeAll { $0.name == "deterministic.machine" } }
        return found
    }
}
