// SPDX-License-Identifier: Apache-2.0
extension Load {
    /// Work for the processors, beside whatever is sent.
    public struct Task: Equatable, Sendable {
        public var name: String
        public var kind: Kind
        public var threads: Int
        /// Not measured: it is there to be in the way. Whoever takes all the time there is, is.
        public var isBackground: Bool

        public enum Kind: Equatable, Sendable {
            /// Each thread sleeps until a moment, notes how late it came, and sleeps until the
            /// next one. Moments that went by meanwhile count, each with its own lateness: who
            /// was kept waiting long was kept waiting often.
            case wakeups(every: Duration)
            /// Each thread takes so many steps, as fast as it can.
            case work(steps: Int)
            /// Each thread takes all the time that it gets.
            case busy
        }

        public init(_ name: String, _ kind: Kind, threads: Int = 1) {
            self.name = name
            self.kind = kind
            self.threads = threads
            isBackground = kind == .busy
        }

        /// Whether runs of it can have the metric.
        public func gives(_ metric: Metric) -> Bool {
            switch (kind, metric) {
            case (.wakeups, .latencyMean), (.wakeups, .latencyP50), (.wakeups, .latencyP90),
                (.wakeups, .latencyP99), (.wakeups, .latencyP999), (.work, .workTime):
                true
            default: false
            }
        }
    }

    /// Whether nothing is to be done at all.
    public var isEmpty: Bool { parts.isEmpty && tasks.isEmpty }

    /// The names of all that it is made of.
    public var partNames: [String] { parts.map(\.name) + tasks.map(\.name) }
}
