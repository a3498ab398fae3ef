// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A network namespace that is held: it exists at least as long as this value.
public struct NetworkNamespace: ~Copyable, Sendable {
    public let identity: Identity
    private let descriptor: Descriptor

    /// What tells one namespace from another, while both exist.
    public struct Identity: Hashable, Sendable {
        public let device: UInt64
        public let inode: UInt64
    }

    /// The namespace that the file at `path` stands for.
    public init(at path: String) throws(KernelError) {
        let descriptor = try Descriptor(opening: path, O_RDONLY)
        let identity = try Identity(descriptor, path)
        guard identity.device == (try Identity.current()).device else {
            throw KernelError("open the network namespace \(path)", .said("it is none"))
        }
        self.descriptor = descriptor
        self.identity = identity
    }

    /// The namespace that `ip netns` knows by this name.
    public init(named name: String) throws(KernelError) {
        try self.init(at: NetworkNamespace.path(of: name))
    }

    public init(ofProcess pid: Int32) throws(KernelError) {
        try self.init(at: "/proc/\(pid)/ns/net")
    }

    /// The calling thread's.
    public static func current() throws(KernelError) -> NetworkNamespace {
        try NetworkNamespace(at: currentPath)
    }

    /// A new one without a name: it ends with the last that holds it.
    public static func unnamed() throws(KernelError) -> NetworkNamespace {
        try Worker(named: "graft-netns").run { () throws(KernelError) in
            guard graft_leave_network() == 0 else {
                throw KernelError.last("make a network namespace")
            }
            return try current()
        }
    }

    /// The path of the calling thread's. `/proc/self` would be the main thread's.
    static let currentPath = "/proc/thread-self/ns/net"

    static let namesFolder = Folder("/run/netns")

    static func path(of name: String) -> String {
        namesFolder.file(name).path
    }

    func duplicateDescriptor() throws(KernelError) -> Descriptor {
        try descriptor.duplicate()
    }

    /// Lends the descriptor's number, for a netlink attribute.
    func withRaw<Value: ~Copyable, Failure: Error>(
        _ body: (Int32) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(descriptor.raw)
    }
}

extension NetworkNamespace.Identity {
    /// The calling thread's; nothing is opened.
    public static func current() throws(KernelError) -> Self {
        try Self(of: NetworkNamespace.currentPath)
    }

    /// That of the file at `path`, which is not opened.
    init(of path: String) throws(KernelError) {
        var found = stat()
        guard stat(path, &found) == 0 else { throw KernelError.last("look at \(path)") }
        self.init(device: UInt64(found.st_dev), inode: UInt64(found.st_ino))
    }

    init(_ descriptor: borrowing Descriptor, _ path: String) throws(KernelError) {
        var found = stat()
        guard fstat(descriptor.raw, &found) == 0 else { throw KernelError.last("look at \(path)") }
        self.init(device: UInt64(found.st_dev), inode: UInt64(found.st_ino))
    }
}

extension NetworkNamespace {
    /// Runs `body` on a thread of its own inside this namespace.
    ///
    /// For errors of other types, or many calls, keep a `worker` and run them there.
    public func run<Value: ~Copyable>(
        _ body: @Sendable () throws(KernelError) -> Value
    ) throws(KernelError) -> Value {
        try worker().run(body)
    }

    /// A thread that lives inside this namespace.
    public func worker(named name: String = "graft-netns") throws(KernelError) -> Worker {
        let worker = try Worker(named: name)
        try worker.run { () throws(KernelError) in
            guard graft_enter_network(descriptor.raw) == 0 else {
                throw KernelError.last("enter the network namespace \(identity.inode)")
            }
        }
        return worker
    }
}

extension NetworkNamespace.Identity {
    /// The namespace that the machine booted with. Its number is fixed: one until
    /// 6.17, another since.
    public var isInitial: Bool { inode == 4_026_531_840 || inode == 4_026_531_833 }
}
