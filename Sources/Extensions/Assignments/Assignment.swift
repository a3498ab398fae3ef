// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Who gets which congestion control, as it was asked for: what `graft use` remembers.
///
/// It goes by the algorithm's name, so a swap changes nothing about it: the next
/// connection gets the new version.
public struct Assignment: Equatable, Sendable {
    public let algorithm: String
    public let scope: Scope
    /// Which namespace it was: another may bear the same name later.
    var namespace: UInt64?
    /// What stood there before: the name of a default, or a route as `ip` writes it.
    /// Nil where nothing stood.
    public internal(set) var before: String?
    /// Of a route: as it was written, without the algorithm.
    var route: String?
    /// It needs ECN, which is settled in the handshake.
    let needsECN: Bool
    public let by: String
    public let at: WallTime

    /// For whom. There is one assignment for each.
    public enum Scope: Hashable, Sendable {
        /// Whoever chooses nothing else, in a namespace: by its sysctl.
        case namespace(String?)
        /// Connections with a range of addresses, in a namespace: by a route.
        case route(AddressPrefix, in: String?)
        /// The sockets of a control group and of those below it, for all their
        /// connections or some: by a program. The port is the service's.
        case controlGroup(String, to: AddressPrefix?, port: UInt16?)
    }
}

extension Assignment.Scope: CustomStringConvertible {
    public var description: String {
        switch self {
        case .namespace(let name): "the default of \(Self.words(name))"
        case .route(let range, let name): "the route to \(range) in \(Self.words(name))"
        case .controlGroup(let path, let range, let port):
            "cgroup \(path)" + (range.map { " to \($0)" } ?? "")
                + (port.map { " port \($0)" } ?? "")
        }
    }

    private static func words(_ namespace: String?) -> String {
        namespace.map { "netns \($0)" } ?? "this host"
    }
}

extension Assignment.Scope {
    /// The path of its control group.
    var group: String? {
        if case .controlGroup(let path, _, _) = self { path } else { nil }
    }

    /// Whether it speaks of a connection with this peer and this service.
    func matches(_ address: IPAddress, port: UInt16?) -> Bool {
        guard case .controlGroup(_, let range, let wanted) = self else { return false }
        return range?.contains(address) != false && (wanted == nil || wanted == port)
    }

    /// Which of two that match goes first: a port, then the longer prefix.
    var precision: (Int, Int) {
        guard case .controlGroup(_, let range, let port) = self else { return (0, 0) }
        return (port == nil ? 0 : 1, range?.length ?? -1)
    }
}

/// How an assignment stands against the kernel.
public enum AssignmentStanding: Equatable, Sendable {
    case inForce
    /// It stands, for a name that is not registered any more.
    case unregistered
    /// The kernel does otherwise: why.
    case drifted(String)

    /// What was asked for stands in the kernel, whatever comes of it.
    var isThere: Bool { self == .inForce || self == .unregistered }

    public var words: String {
        switch self {
        case .inForce: "in force"
        case .unregistered: "without effect: the algorithm is not registered any more"
        case .drifted(let why): "drifted: \(why)"
        }
    }
}
