// SPDX-License-Identifier: Apache-2.0
/// A process to be started: the program, and what it finds when it starts.
///
/// Descriptors in it go over to the child: they are closed here once it runs.
public struct Spawn: ~Copyable, Sendable {
    /// The program and its arguments. A program without a slash is looked up on PATH.
    public var arguments: [String]
    public var environment = Environment.inherited
    /// The working directory; none is the caller's.
    public var directory: String?
    public var input = Stream.null
    public var output = Stream.inherit
    public var errors = Stream.inherit
    /// Lead a process group of its own: signals and the end then reach all of the group.
    public var leadsGroup = false
    /// Killed by the kernel when this process ends, however it ends.
    public var diesWithParent = true
    /// The control groups to join before the program starts, each by its folder.
    public var controlGroups: [String] = []
    /// Further descriptors that go over to the child, as 3, 4 and so on.
    public var carried: [Carried] = []
    /// The network namespace to start in; none is the calling thread's.
    var network: Descriptor?

    /// Where one of the three standard streams leads.
    public enum Stream: ~Copyable, Sendable {
        /// Where ours leads.
        case inherit
        /// `/dev/null`.
        case null
        /// A pipe, whose other end the `ChildProcess` holds.
        case pipe
        case descriptor(Descriptor)
    }

    /// A descriptor that a child shall have beside its three streams. A box, because
    /// an owner cannot stand in an array.
    public final class Carried: Sendable {
        let descriptor: Descriptor

        public init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    public enum Environment: Equatable, Sendable {
        case inherited
        /// Ours, with these set or replaced.
        case inheritedWith([String: String])
        case only([String: String])
    }

    public init(_ arguments: [String]) {
        self.arguments = arguments
    }

    /// Starts it in `namespace`, whichever thread asks.
    public mutating func enter(_ namespace: borrowing NetworkNamespace) throws(KernelError) {
        network = try namespace.duplicateDescriptor()
    }
}
