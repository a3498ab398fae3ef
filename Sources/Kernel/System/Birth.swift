// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// The start of a child process.
///
/// A child that shall die with its parent dies, by the kernel's rule, with the
/// *thread* that started it. Such a child is started by the nursery, a thread that
/// lives as long as the process does. It finds the network namespace of the thread
/// that asked, and nothing else of it (neither its priority nor its processors).
enum Birth {
    /// The thread that starts children, and the network namespace that it lives in.
    private struct Nursery: Sendable {
        let worker: Worker
        let home: NetworkNamespace.Identity

        init() throws(KernelError) {
            worker = try Worker(named: "graft-nursery")
            home = try worker.run { () throws(KernelError) in try .current() }
        }
    }

    private static let nursery = Result { () throws(KernelError) in try Nursery() }

    /// Starts `program` with these descriptors as its streams, -1 being ours.
    static func start(
        _ program: String, _ spawn: borrowing Spawn, streams: (Int32, Int32, Int32)
    ) throws(KernelError) -> graft_spawned {
        guard spawn.diesWithParent else {
            return try call(program, spawn, streams, network: Descriptor.raw(of: spawn.network))
        }
        let nursery = try nursery.get()
        let asked = Descriptor.raw(of: spawn.network)
        var callers: Descriptor?
        // Entering a namespace, even one's own, takes CAP_SYS_ADMIN: only when it differs.
        if asked < 0, try NetworkNamespace.Identity.current() != nursery.home {
            callers = try Descriptor(opening: NetworkNamespace.currentPath, O_RDONLY)
        }
        let network = asked < 0 ? Descriptor.raw(of: callers) : asked
        let answer = Result { () throws(KernelError) in
            try nursery.worker.run { () throws(KernelError) in
                try call(program, spawn, streams, network: network)
            }
        }
        _ = consume callers
        return try answer.get()
    }

    /// Starts it from this very thread, with which it dies if it shall die with its parent.
    static func call(
        _ program: String, _ spawn: borrowing Spawn, _ streams: (Int32, Int32, Int32),
        network: Int32
    ) throws(KernelError) -> graft_spawned {
        let file = CStrings([program])
        let arguments = CStrings(spawn.arguments)
        let environment = CStrings(spawn.environment.entries(over: Environment.entries))
        let groups = CStrings(spawn.controlGroups.map { "\($0)/cgroup.procs" })
        let directory = CStrings(spawn.directory.map { [$0] } ?? [])
        let carried = spawn.carried.map { $0.descriptor.raw }
        return try withExtendedLifetime((file, arguments, environment, groups, directory)) {
            () throws(KernelError) in
            var what = graft_spawn()
            what.path = file.first
            what.arguments = UnsafePointer(arguments.pointer)
            what.environment = UnsafePointer(environment.pointer)
            what.groups = groups.constants
            what.directory = directory.first
            what.streams = streams
            what.network = network
            what.own_group = spawn.leadsGroup ? 1 : 0
            what.die_with_thread = spawn.diesWithParent ? 1 : 0
            var spawned = graft_spawned()
            let status = carried.withUnsafeBufferPointer { carried in
                what.carried = carried.baseAddress
                what.carried_count = UInt32(carried.count)
                return graft_spawn(&what, &spawned)
            }
            guard status == 0 else {
                throw KernelError.last(attempt(spawned.step, program, spawn))
            }
            return spawned
        }
    }

    /// What was attempted when a start failed.
    private static func attempt(
        _ step: UInt32, _ program: String, _ spawn: borrowing Spawn
    ) -> String {
        let reason =
            switch graft_spawn_step(step) {
            case GRAFT_SPAWN_CLONE: "make a process"
            case GRAFT_SPAWN_STREAMS: "place its streams"
            case GRAFT_SPAWN_GROUP: "lead a process group"
            case GRAFT_SPAWN_CONTROL_GROUP:
                "join \(spawn.controlGroups.joined(separator: " and "))"
            case GRAFT_SPAWN_NETWORK: "enter its network namespace"
            case GRAFT_SPAWN_DIRECTORY: "enter \(spawn.directory ?? "its directory")"
            case GRAFT_SPAWN_PARENT: "tie it to its parent"
            default: "execute"
            }
        return "start \(program): \(reason)"
    }
}

extension Spawn.Stream {
    /// Takes the stream out, and leaves our own.
    mutating func take() -> Spawn.Stream {
        let taken = consume self
        self = .inherit
        return taken
    }

    /// A stream once it is opened: what the child gets (none: what we have), and our
    /// end of a pipe.
    struct Opened: ~Copyable {
        var given: Descriptor?
        var kept: Descriptor?
    }

    /// Opens it, for the child to read from or to write to.
    consuming func open(childReads: Bool) throws(KernelError) -> Opened {
        switch consume self {
        case .inherit:
            return Opened()
        case .null:
            let flags = childReads ? O_RDONLY : O_WRONLY
            let null = try Descriptor(opening: "/dev/null", flags)
            return Opened(given: consume null)
        case .descriptor(let descriptor):
            return Opened(given: consume descriptor)
        case .pipe:
            let pipe = try Descriptor.pipe()
            // Said in full: Swift 6.0 crashes on `pipe.reading` as an optional.
            let reading = pipe.reading
            let writing = pipe.writing
            if childReads { return Opened(given: consume reading, kept: consume writing) }
            return Opened(given: consume writing, kept: consume reading)
        }
    }
}
