// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Arms that differ in the value of one knob alone.
struct Sweep: Equatable, Sendable {
    var knob: String
    /// From the least value on, in the order of the plan where they are no numbers.
    var arms: [(name: String, value: String)]

    static func == (one: Sweep, other: Sweep) -> Bool {
        one.knob == other.knob && one.arms.map(\.name) == other.arms.map(\.name)
    }

    /// The knobs of which three arms and more have a value each, all else being equal.
    static func all(in arms: [Arm]) -> [Sweep] {
        let settings = arms.map { ($0.name, Sweep.settings(of: $0)) }
        var knobs: [String] = []
        for name in settings.flatMap({ $0.1.map(\.name) }) where !knobs.contains(name) {
            knobs.append(name)
        }
        return knobs.compactMap { knob in
            sweep(of: knob, among: zip(arms, settings.map(\.1)).map { ($0, $1) })
        }
    }

    private static func sweep(
        of knob: String, among arms: [(arm: Arm, settings: [Arm.Setting])]
    ) -> Sweep? {
        let having = arms.filter { one in one.settings.contains { $0.name == knob } }
        let rests = having.map { one in rest(of: one, without: knob) }
        guard having.count >= 3, rests.dropFirst().allSatisfy({ $0 == rests[0] }) else {
            return nil
        }
        let values = having.map { one in
            (name: one.arm.name, value: one.settings.first { $0.name == knob }?.value ?? "")
        }
        guard Set(values.map(\.value)).count == values.count else { return nil }
        let numbers = values.map { Double($0.value) }
        guard !numbers.contains(where: { $0 == nil }) else {
            return Sweep(knob: knob, arms: values)
        }
        let sorted = zip(values, numbers).sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map(\.0)
        return Sweep(knob: knob, arms: sorted)
    }

    private static func settings(of arm: Arm) -> [Arm.Setting] {
        guard case .extension(_, let knobs, _) = arm.algorithm else { return arm.sysctls }
        return knobs + arm.sysctls
    }

    private static func rest(
        of one: (arm: Arm, settings: [Arm.Setting]), without knob: String
    ) -> [String] {
        let kind: String
        switch one.arm.algorithm {
        case .kernel(let name): kind = "kernel \(name)"
        case .extension(let file, _, _): kind = "extension \(file)"
        }
        return [kind]
            + one.settings.filter { $0.name != knob }.map { "\($0.name)=\($0.value)" }.sorted()
    }
}
