// SPDX-License-Identifier: Apache-2.0
/// One load on one path with its arms: all that was asked, seen and proven.
public struct RunRecord: Equatable, Sendable {
    public var path: Path
    /// By what the path was made.
    public var means: String
    public var load: Load
    public var arms: [ArmProof]
    public var flows: [FlowResult] = []
    public var tasks: [TaskResult] = []
    /// In order; empty where every flow kept its arm.
    public var turns: [Turn] = []
    public var samples = Samples()
    public var environment = RunEnvironment()
    public var findings: [Finding] = []
    public var outcome = RunOutcome.valid
    /// When all that starts together was up, by the monotonic clock, and on the wall in
    /// nanoseconds since 1970.
    public var startNanoseconds: UInt64 = 0
    public var startWallNanoseconds: Int64 = 0
    public var endNanoseconds: UInt64 = 0
    /// How long after the first start signal the last of those flows was connected.
    public var startSpread = Duration.zero
    public var costs = Costs()

    public init(path: Path, means: String, load: Load, arms: [ArmProof]) {
        self.path = path
        self.means = means
        self.load = load
        self.arms = arms
    }

    public var time: Duration { .nanoseconds(Int64(endNanoseconds) - Int64(startNanoseconds)) }

    /// Processor time that was used while it was measured.
    public struct Costs: Equatable, Sendable {
        public var sampling = Duration.zero
        public var samplingTicks = 0
        public var relay = Duration.zero
        /// Of the kernel's threads that handle packets when nobody else does.
        public var softInterrupts = Duration.zero

        public init() {}
    }

    public struct Samples: Equatable, Sendable {
        public var flows = Series<FlowSample>()
        public var queues = Series<QueueSample>()
        public var acks = Series<AckSample>()
        public var code = Series<CodeSample>()
        /// Acknowledgements that found no room to be told of; nil where they were not watched.
        public var lostAcks: UInt64?
        /// Every segment that the senders sent and received, where they were watched; no results
        /// file keeps them.
        public var segments = Series<SegmentSample>()
        /// Segments that found no room to be told of; nil where they were not watched.
        public var lostSegments: UInt64?
        /// How long transactions took, where each was timed, and how late wake-ups came; of
        /// these the flow is the task's number.
        public var latencies = Series<LatencyCount>()
        /// Transactions that found no room to be told of; nil where they were not timed.
        public var lostLatencies: UInt64?
        public var lateness: Lateness?

        public init() {}
    }

    /// How late the delay line let packets go.
    public struct Lateness: Equatable, Sendable {
        public var p50, p99, maximum: Duration
        public var packets: UInt64

        public init(p50: Duration, p99: Duration, maximum: Duration, packets: UInt64) {
            self.p50 = p50
            self.p99 = p99
            self.maximum = maximum
            self.packets = packets
        }
    }
}

/// An arm as it was in place, and what shows that it was.
public struct ArmProof: Equatable, Sendable {
    public var arm: Arm
    /// The name that sockets had.
    public var algorithm: String
    /// Of an extension: the SHA-256 of its object.
    public var digest: String?
    public var programs: [CountedProgram] = []
    /// Processor time of what ran at each end.
    public var clientTime = Duration.zero
    public var serverTime = Duration.zero

    public init(arm: Arm, algorithm: String, digest: String? = nil) {
        self.arm = arm
        self.algorithm = algorithm
        self.digest = digest
    }

    /// What the kernel counted of a program between start and end.
    public struct CountedProgram: Equatable, Sendable {
        /// The operation that it fills.
        public var member: String
        public var id: UInt32
        public var tag: String
        public var calls: UInt64
        public var nanoseconds: UInt64

        public init(member: String, id: UInt32, tag: String, calls: UInt64, nanoseconds: UInt64) {
            self.member = member
            self.id = id
            self.tag = tag
            self.calls = calls
            self.nanoseconds = nanoseconds
        }
    }

    public var calls: UInt64 { programs.reduce(0) { $0 + $1.calls } }
    public var nanoseconds: UInt64 { programs.reduce(0) { $0 + $1.nanoseconds } }
}
