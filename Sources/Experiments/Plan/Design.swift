// SPDX-License-Identifier: Apache-2.0
/// How arms meet, or are kept from meeting.
public enum Design: Equatable, Sendable {
    /// Each arm by itself: what happens when everybody has it.
    case alone
    /// Some flows have the treatment and share the path with those that have the control:
    /// what a naive A/B test would see, beside what is so.
    case together(Together)
    /// The traffic stays up while the arms take turns under it.
    case switchback(Switchback)
    /// The same arm twice: what differs here is noise.
    case aa

    public struct Together: Equatable, Sendable {
        public var treatment: String
        /// Of the flows that have the treatment, a run for each; rising.
        public var shares: [Share]

        public init(treatment: String, shares: [Share] = Together.usualShares) {
            self.treatment = treatment
            self.shares = shares
        }

        public static let usualShares = [0, 0.1, 0.5, 0.9, 1].map { Share($0) }
    }

    public struct Switchback: Equatable, Sendable {
        public var treatment: String
        /// How long an arm's turn lasts on average.
        public var block: Duration
        /// How much of each turn's start is not looked at.
        public var washOut: Duration
        /// By how much of itself a block is longer or shorter at most, so that the switches
        /// do not beat in time with anything.
        public var jitter: Share

        public init(
            treatment: String, block: Duration, washOut: Duration,
            jitter: Share = Share(0.2)
        ) {
            self.treatment = treatment
            self.block = block
            self.washOut = washOut
            self.jitter = jitter
        }
    }

    /// Its name in a plan.
    public var name: String {
        switch self {
        case .alone: "alone"
        case .together: "together"
        case .switchback: "switchback"
        case .aa: "aa"
        }
    }
}
