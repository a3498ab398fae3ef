// SPDX-License-Identifier: Apache-2.0
import Experiments

/// All that a report says, but for the samples, which are asked for run by run.
public struct ReportInput: Sendable {
    public var title: String
    /// What the experiment asks, in the words of its plan.
    public var about: String
    /// The plan as it was run, in its canonical text.
    public var plan: String
    /// `alone`, `together`, `switchback` or `aa`.
    public var design: String
    public var seed: UInt64?
    /// In the order of the plan, which decides colours and marks.
    public var arms: [Arm]
    /// The name of the arm that the others are compared with.
    public var control: String
    /// In the order of the plan.
    public var paths: [Named]
    public var loads: [Named]
    public var effects: [Effect] = []
    public var interference: [Interference] = []
    /// All of them: valid, void and failed.
    public var runs: [RunSummary] = []
    /// The arm of each flow of a run, by the run's number and the flow's: for runs in which
    /// several arms shared the path.
    public var flowArms: [Int: [UInt32: String]] = [:]
    /// What it took place on.
    public var environment = RunEnvironment()
    public var proofs: [Proof] = []
    /// What this set-up cannot help: few processors, both ends on one host.
    public var biases: [String] = []
    public var version = ""
    /// Whether each run had a machine whose clock is its instructions, so that all repeat exactly.
    public var isDeterministic = false
    /// The one command that does it all again.
    public var command = ""

    public init(
        title: String, about: String = "", plan: String = "", design: String = "alone",
        seed: UInt64? = nil, arms: [Arm], control: String, paths: [Named], loads: [Named]
    ) {
        self.title = title
        self.about = about
        self.plan = plan
        self.design = design
        self.seed = seed
        self.arms = arms
        self.control = control
        self.paths = paths
        self.loads = loads
    }

    /// A path or a load, and what it is in words.
    public struct Named: Equatable, Sendable {
        public var name: String
        public var words: String

        public init(_ name: String, _ words: String = "") {
            self.name = name
            self.words = words
        }
    }

    /// What shows that an arm was in place: over all its valid runs.
    public struct Proof: Equatable, Sendable {
        public var arm: String
        /// The name that sockets had.
        public var algorithm: String
        /// Of an extension: the SHA-256 of its object.
        public var digest: String?
        /// That the kernel counted; nil of what it does not count.
        public var calls: UInt64?
        public var runs: Int

        public init(
            arm: String, algorithm: String, digest: String? = nil, calls: UInt64? = nil, runs: Int
        ) {
            self.arm = arm
            self.algorithm = algorithm
            self.digest = digest
            self.calls = calls
            self.runs = runs
        }
    }
}
