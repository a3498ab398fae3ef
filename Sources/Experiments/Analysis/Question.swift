// SPDX-License-Identifier: Apache-2.0
import Statistics

/// What an experiment was to find out, whatever its design.
public struct Question: Equatable, Sendable {
    /// The arm that the others are held against.
    public var control: String
    /// The others, in the order of the plan.
    public var arms: [String]
    public var paths: [String]
    public var loads: [String]
    /// What it will be judged by, named before anything was measured.
    public var primary: MeasurePattern
    public var secondary: [MeasurePattern]
    /// How often intervals are to hold.
    public var confidence = 0.95
    /// Where results were looked at as they came in: the looks that the confidence is divided
    /// among. Nil: the number of rounds was fixed beforehand.
    public var looks: Looks?
    /// Of the bootstrap.
    public var seed: UInt64
    /// Of the bootstrap; none: it is left out, which saves nearly all of the time.
    public var resamples = 2000

    public init(
        control: String, arms: [String], paths: [String], loads: [String],
        primary: MeasurePattern, secondary: [MeasurePattern] = [], looks: Looks? = nil,
        seed: UInt64 = 0
    ) {
        self.control = control
        self.arms = arms.filter { $0 != control }
        self.paths = paths
        self.loads = loads
        self.primary = primary
        self.secondary = secondary
        self.looks = looks
        self.seed = seed
    }

    /// What a single interval must have.
    var confidenceOfEach: Double { looks?.confidenceOfEach ?? confidence }

    /// Those among the measures that were asked for: the primary ones first, each once.
    func asked(of measures: Set<Measure>) -> [(measure: Measure, isPrimary: Bool)] {
        let known = measures.sorted { $0.part < $1.part }
        var seen: Set<Measure> = []
        return ([primary] + secondary).enumerated().flatMap { place, pattern in
            known.filter { pattern.matches($0) && seen.insert($0).inserted }
                .map { ($0, place == 0) }
        }
    }
}
