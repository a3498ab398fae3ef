// SPDX-License-Identifier: Apache-2.0
/// What is done in a run: what is sent over the path, one part or several beside each other,
/// and what the processors are given to do.
public struct Load: Equatable, Sendable {
    /// What is sent.
    public var parts: [Part]
    /// What has nothing to do with the path.
    public var tasks: [Task] = []
    /// How long it is measured, from the moment at which all that starts together is up.
    public var time: Duration

    public init(_ parts: [Part], for time: Duration) {
        self.parts = parts
        self.time = time
    }

    /// Flows of one kind.
    public struct Part: Equatable, Sendable {
        public var name: String
        public var test: NetperfTest
        public var flows = 1
        /// The arms of its flows, in turn; empty: the run's.
        public var arms: [String] = []
        /// When its first flow starts, after the measured time has begun.
        public var after = Duration.zero
        /// How much later each further flow starts; zero: all together.
        public var stagger = Duration.zero
        /// How long it lasts; none: to the end.
        public var time: Duration?
        /// How much each flow sends before it ends by itself; none: as much as the time allows.
        public var bytes: Int?
        /// Bytes handed over at once, of bulk flows.
        public var messageBytes: Int?
        public var requestBytes = 1
        public var responseBytes = 1
        /// The processors that its ends are bound to; none: any.
        public var clientProcessor: Int?
        public var serverProcessor: Int?
        /// Sends so long and rests so long, in turn; none: it sends all the time.
        public var cycle: Cycle?
        /// Not measured: it is there to be in the way.
        public var isBackground = false
        /// How often netperf tells how it goes; none: at the end only.
        public var interval: Duration?

        public init(_ name: String, _ test: NetperfTest, flows: Int = 1) {
            self.name = name
            self.test = test
            self.flows = flows
        }
    }

    public struct Cycle: Equatable, Sendable {
        public var on: Duration
        public var off: Duration

        public init(on: Duration, off: Duration) {
            self.on = on
            self.off = off
        }
    }

    public var flowCount: Int { parts.reduce(0) { $0 + $1.flows } }
    /// The arms that its parts name.
    public var armNames: [String] {
        var names: [String] = []
        for name in parts.flatMap(\.arms) where !names.contains(name) { names.append(name) }
        return names
    }
}
