// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What is to be run over a network.
public struct RunRequest: Sendable {
    public var load: Load
    /// The first is that of every part which names none.
    public var arms: [Arm]
    /// After which time which arm takes over from the one before, under live traffic; the first
    /// arm begins. All of them are extensions then, versions of one registration.
    public var changes: [Change] = []
    /// Flows that begin together do so at a whole multiple of this, by the monotonic clock: so
    /// that two machines which are alike so far begin alike. Nil: as soon as they can.
    public var alignment: Duration?
    /// Flows that begin together begin each a little later, by up to a round trip, as is drawn
    /// from this: so that runs which are alike in all else meet the path in another phase. Nil:
    /// at the same moment.
    public var startSeed: UInt64?
    public var hygiene = Hygiene()
    public var sampling = Sampling()

    public struct Change: Equatable, Sendable {
        public var after: Duration
        /// Its place in the run.
        public var arm: Int

        public init(after: Duration, arm: Int) {
            self.after = after
            self.arm = arm
        }
    }

    public init(_ load: Load, arms: [Arm]) {
        self.load = load
        self.arms = arms
    }

    /// What makes no sense about it on any machine.
    public var flaws: [(field: String, words: String)] {
        var flaws = load.flaws
        let names = arms.map(\.name)
        if arms.isEmpty { flaws.append(("arms", "there is no arm")) }
        if arms.filter({ $0.hook == .scheduler }).count > 1 {
            flaws.append(("arms", "a machine has one scheduler at a time"))
        }
        if arms.count > 64 { flaws.append(("arms", "\(arms.count) arms are more than 64")) }
        for name in Set(names) where names.count(of: name) > 1 {
            flaws.append(("arms", "the arm \"\(name)\" is named twice"))
        }
        for name in load.armNames where !names.contains(name) {
            flaws.append(("arms", "there is no arm \"\(name)\""))
        }
        if !changes.isEmpty { flaws += flawsOfChanges }
        return flaws
    }

    private var flawsOfChanges: [(field: String, words: String)] {
        var flaws: [(field: String, words: String)] = []
        for arm in arms where arm.algorithm.file == nil {
            flaws.append(
                ("arms", "\(arm.name) is the kernel's own: only extensions can be swapped"))
        }
        if !load.armNames.isEmpty {
            flaws.append(("arms", "flows that keep an arm cannot be swapped"))
        }
        var last = Duration.zero
        for change in changes {
            if change.after <= last || change.after >= load.time {
                flaws.append(("changes", "\(change.after.text) is out of its order or time"))
            }
            if !arms.indices.contains(change.arm) {
                flaws.append(("changes", "there is no arm \(change.arm)"))
            }
            last = change.after
        }
        return flaws
    }
}

extension [String] {
    fileprivate func count(of word: String) -> Int { reduce(0) { $0 + ($1 == word ? 1 : 0) } }
}
