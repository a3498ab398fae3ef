// SPDX-License-Identifier: Apache-2.0
/// What came of one flow.
public struct FlowResult: Equatable, Sendable {
    public let flow: Int
    public let part: String
    public let test: NetperfTest
    /// The arm that it ran, nil for one that has no congestion control.
    public var arm: String?
    public let client: String
    public let server: String
    /// A flow that sends and rests has a result for each time that it sent.
    public var spells: [Spell] = []

    public init(
        flow: Int, part: String, test: NetperfTest, arm: String?, client: String, server: String
    ) {
        self.flow = flow
        self.part = part
        self.test = test
        self.arm = arm
        self.client = client
        self.server = server
    }

    /// One test of netperf's from its start to its end.
    public struct Spell: Equatable, Sendable {
        /// When it was started, by the monotonic clock.
        public var startNanoseconds: UInt64
        /// How long netperf measured.
        public var seconds: Double
        /// Bits a second of bulk flows, transactions a second of the others.
        public var throughput: Double
        public var latency: Latency?
        public var localAlgorithm: String
        public var remoteAlgorithm: String
        public var interim: [Interim] = []
        /// All that netperf said, by its own names.
        public var said: [String: String] = [:]

        public init(
            startNanoseconds: UInt64, seconds: Double, throughput: Double,
            localAlgorithm: String = "", remoteAlgorithm: String = ""
        ) {
            self.startNanoseconds = startNanoseconds
            self.seconds = seconds
            self.throughput = throughput
            self.localAlgorithm = localAlgorithm
            self.remoteAlgorithm = remoteAlgorithm
        }
    }

    /// Of a transaction, in microseconds.
    public struct Latency: Equatable, Sendable {
        public var minimum, mean, p50, p90, p99, maximum, deviation: Double

        public init(
            minimum: Double, mean: Double, p50: Double, p90: Double, p99: Double, maximum: Double,
            deviation: Double
        ) {
            self.minimum = minimum
            self.mean = mean
            self.p50 = p50
            self.p90 = p90
            self.p99 = p99
            self.maximum = maximum
            self.deviation = deviation
        }
    }

    public struct Interim: Equatable, Sendable {
        public var throughput: Double
        public var seconds: Double
        /// When it ended, in seconds since 1970.
        public var ending: Double

        public init(throughput: Double, seconds: Double, ending: Double) {
            self.throughput = throughput
            self.seconds = seconds
            self.ending = ending
        }
    }

    /// Over all spells, weighed by their time.
    public var throughput: Double {
        let time = spells.reduce(0) { $0 + $1.seconds }
        guard time > 0 else { return 0 }
        return spells.reduce(0) { $0 + $1.throughput * $1.seconds } / time
    }
}
