// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Which congestion control a new connection would get, and why.
public struct Explanation: Equatable, Sendable {
    public let address: IPAddress
    public let side: Side
    /// All that have a say; the one that decides first, the others by their strength.
    public let claims: [Claim]

    public enum Side: String, Sendable {
        /// We connect.
        case connecting
        /// We accept.
        case accepting
    }

    /// One that has a say.
    public struct Claim: Equatable, Sendable {
        public let algorithm: String
        /// `version 2, sha256 0123456789ab`; or whose it is else.
        public let version: String
        /// Where it stands: `the route 10.0.0.0/8 via 10.1.1.1`.
        public let place: String
        /// It was put there by `graft use`.
        public let isOurs: Bool
        /// Why it does not decide; nil for the one that does.
        public internal(set) var lost: String?
    }

    public var decisive: Claim? { claims.first { $0.lost == nil } }
}
