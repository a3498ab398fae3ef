// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A registration as the kernel shows it, and as it was asked for.
public struct Registration: Sendable {
    public let name: String
    public let hook: Hook
    /// Where; what the kernel says of it where nothing was written down.
    public let site: String
    public let owner: Owner
    public let state: State
    /// What is current, and what is kept ready or still draining; the newest last.
    public let versions: [Version]
    /// Nil where nothing was written down.
    public let record: Record?

    public enum Owner: Equatable, Sendable {
        case graft
        /// Registered by something else.
        case foreign
    }

    public enum State: Equatable, Sendable {
        case live
        /// Live, but without a link: it cannot be swapped in one step.
        case liveWithoutLink
        /// The pin is there; its link holds nothing any more, or what it was attached
        /// to is gone.
        case severed
        /// Written down, and not in the kernel.
        case recordOnly
        /// A folder for its pins, and nothing in it.
        case emptyFolder
        /// Loaded and held, and not registered.
        case unregistered
        /// Nobody holds it but the sockets that still use it.
        case draining

        public var isLive: Bool { self == .live || self == .liveWithoutLink }
    }

    public struct Version: Sendable {
        /// Counts from 1; 0 for what others registered.
        public let number: Int
        public let isCurrent: Bool
        /// The number of the struct_ops map, or the program, that holds it.
        public let carrierID: UInt32
        public let programs: [Operation]
        public let record: Record.Version?

        public var calls: UInt64 { programs.reduce(0) { $0 &+ $1.calls } }
        public var nanoseconds: UInt64 { programs.reduce(0) { $0 &+ $1.nanoseconds } }
    }

    /// A filled operation and what the kernel counted of it.
    public struct Operation: Sendable {
        public let member: String
        public let programID: UInt32
        public let tag: String
        public let calls: UInt64
        public let nanoseconds: UInt64
    }

    public var current: Version? { versions.first(where: \.isCurrent) }
}
