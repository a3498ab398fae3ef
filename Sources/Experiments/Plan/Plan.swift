// SPDX-License-Identifier: Apache-2.0
/// An experiment as it is to be run: what is compared, on what, how often, and by what it
/// is judged.
///
/// Sweeps are multiplied out and variants merged before there is a plan, so the same plan
/// may come of different files; `canonicalText` is the same for equal plans alone.
/// A `Plan` that was read makes sense on every machine. What depends on this kernel (whether
/// it has the path's queue, whether a knob's value is in range) is the runner's to ask
/// before the first run.
public struct Plan: Equatable, Sendable {
    public var title: String
    /// What the experiment asks, in sentences; may be empty.
    public var about = ""
    /// By their names, each of them once.
    public var arms: [Arm]
    /// The name of the arm that the others are compared with.
    public var control: String
    public var paths: [Named<Path>]
    public var loads: [Named<Load>]
    /// How many there are; where there is a stopping rule, the fewest.
    public var rounds = 15
    public var seed: UInt64 = 1
    public var metrics: Metrics
    /// How much of each run's start is not looked at.
    public var warmUp = Duration.zero
    public var stopping: StoppingRule?
    public var hygiene = Hygiene()
    public var design = Design.alone

    public init(
        _ title: String, arms: [Arm], control: String, paths: [Named<Path>],
        loads: [Named<Load>], metrics: Metrics
    ) {
        self.title = title
        self.arms = arms
        self.control = control
        self.paths = paths
        self.loads = loads
        self.metrics = metrics
    }

    /// Something of a plan, and what the plan calls it.
    public struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
        public var name: String
        public var value: Value

        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    public func arm(_ name: String) -> Arm? { arms.first { $0.name == name } }
    public func path(_ name: String) -> Path? { paths.first { $0.name == name }?.value }
    public func load(_ name: String) -> Load? { loads.first { $0.name == name }?.value }

    /// The parts of all loads, each name once.
    public var partNames: [String] { unique(loads.flatMap(\.value.partNames)) }

    /// The arms that are compared with the control.
    public var treatments: [String] {
        switch design {
        case .alone, .aa: arms.map(\.name).filter { $0 != control }
        case .together(let together): [together.treatment]
        case .switchback(let switchback): [switchback.treatment]
        }
    }

    /// How many rounds there are at most.
    public var mostRounds: Int { stopping?.mostRounds ?? rounds }
}
