// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What is to be run over a network.
public struct RunRequest: Sendable {
    public var load: Load
    /// The first is that of every part which names none.
    public var arms: [Arm]
    public var hygiene = Hygiene()
    public var sampling = Sampling()

    public init(_ load: Load, arms: [Arm]) {
        self.load = load
        self.arms = arms
    }

    /// What makes no sense about it on any machine.
    public var flaws: [(field: String, words: String)] {
        var flaws = load.flaws
        let names = arms.map(\.name)
        if arms.isEmpty { flaws.append(("arms", "there is no arm")) }
        if arms.count > 64 { flaws.append(("arms", "\(arms.count) arms are more than 64")) }
        for name in Set(names) where names.count(of: name) > 1 {
            flaws.append(("arms", "the arm \"\(name)\" is named twice"))
        }
        for name in load.armNames where !names.contains(name) {
            flaws.append(("arms", "there is no arm \"\(name)\""))
        }
        return flaws
    }
}

extension [String] {
    fileprivate func count(of word: String) -> Int { reduce(0) { $0 + ($1 == word ? 1 : 0) } }
}
