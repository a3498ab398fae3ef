// SPDX-License-Identifier: Apache-2.0
/// One run of a plan: which one it is, and what is in place.
///
/// `Plan.arms(of:)` and `Plan.load(of:)` say what is to be put there and what is to be sent.
public struct PlannedRun: Equatable, Sendable {
    /// From 0.
    public var round: Int
    /// Its place in the order of its round, from 0.
    public var place: Int
    public var path: String
    public var load: String
    public var turn: Turn
    /// For whatever a run draws by chance (losses, jitter): the same for all runs of a round
    /// on this path under this load, so that the arms meet the same luck.
    public var seed: UInt64

    public init(
        round: Int, place: Int, path: String, load: String, turn: Turn, seed: UInt64
    ) {
        self.round = round
        self.place = place
        self.path = path
        self.load = load
        self.turn = turn
        self.seed = seed
    }

    public enum Turn: Equatable, Sendable {
        /// All flows that name no arm have this one.
        case alone(String)
        case together(Mixture)
        case switchback([Block])
    }

    /// Which flows have the treatment where two arms share the path.
    public struct Mixture: Equatable, Sendable {
        public var treatment: String
        public var control: String
        public var share: Share
        /// For each part whose flows are assigned, in the load's order: for each of its flows
        /// whether it has the treatment.
        public var treated: [String: [Bool]]

        public init(
            treatment: String, control: String, share: Share, treated: [String: [Bool]]
        ) {
            self.treatment = treatment
            self.control = control
            self.share = share
            self.treated = treated
        }

        /// How many flows of a part have the treatment, and how many the control: by these
        /// what an arm's flows got together becomes what each got, however many connections
        /// each of them has opened.
        public func counts(in part: String) -> (treatment: Int, control: Int) {
            let flows = treated[part] ?? []
            let count = flows.reduce(0) { $0 + ($1 ? 1 : 0) }
            return (count, flows.count - count)
        }
    }

    /// An arm's turn while the traffic stays up.
    ///
    /// The arm of the first block is in place before the traffic starts; each other one is
    /// switched to at its block's start. All times are since the run's start.
    public struct Block: Equatable, Sendable {
        /// From 0. Both arms have one block in each pair, in an order drawn for the pair.
        public var pair: Int
        public var arm: String
        public var start: Duration
        /// From when on it is looked at: the wash-out after the start.
        public var measuredFrom: Duration
        public var end: Duration

        public init(
            pair: Int, arm: String, start: Duration, measuredFrom: Duration, end: Duration
        ) {
            self.pair = pair
            self.arm = arm
            self.start = start
            self.measuredFrom = measuredFrom
            self.end = end
        }
    }

    /// As `RunSummary` names it: the arm whose turn it is; of several at once, the treatment.
    public func arm(of plan: Plan) -> String {
        switch turn {
        case .alone(let arm): arm
        case .together(let mixture): mixture.treatment
        case .switchback: plan.treatments.first ?? plan.control
        }
    }

    /// Who has what, where it is a run of shares.
    public var mixture: Mixture? {
        if case .together(let mixture) = turn { mixture } else { nil }
    }

    /// Share of the flows that have the treatment, where it is a run of shares.
    public var share: Double? { mixture?.share.value }
}
