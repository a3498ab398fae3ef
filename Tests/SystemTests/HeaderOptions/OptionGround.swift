// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

/// A client and a server, each in a network namespace and a control group of its
/// own, with a wire between them.
final class OptionGround {
    enum End: String, CaseIterable { case client, server }

    let ground: SwapGround
    private let workers: [End: Worker]
    private let groups: [End: Folder]
    /// Above those of the ends.
    private let shared: Folder
    private let mountPoint: String
    private var registered: [String] = []

    static func with(_ body: (OptionGround) throws -> Void) throws {
        try SwapGround.with { ground in
            let options = try OptionGround(ground)
            let outcome = Result { try body(options) }
            try options.clear()
            try outcome.get()
        }
    }

    private init(_ ground: SwapGround) throws {
        self.ground = ground
        let mounts = try File("/proc/mounts").text().split(separator: "\n")
            .map { $0.split(separator: " ") }
        let mount = try #require(
            mounts.first { $0.count > 2 && $0[2] == "cgroup2" }, "no cgroup2 is mounted")
        mountPoint = String(mount[1])
        shared = Folder("\(mount[1])/\(ground.name(ofNamespace: "group"))")
        var workers: [End: Worker] = [:]
        var groups: [End: Folder] = [:]
        for end in End.allCases {
            workers[end] = try ground.namespace(end.rawValue).worker()
            groups[end] = shared.folder(end.rawValue)
            try shared.folder(end.rawValue).create()
        }
        (self.workers, self.groups) = (workers, groups)
        try ground.wire(End.client.rawValue, End.server.rawValue)
    }

    /// The address of the server, at the end of the wire.
    static let address = "10.77.1.2"

    func namespace(_ end: End) throws -> NetworkNamespace {
        try NetworkNamespace(named: ground.name(ofNamespace: end.rawValue))
    }

    /// Registers an extension at one end, or at both.
    @discardableResult
    func register(_ object: String, at end: End? = nil) throws -> OptionExtension {
        let group = end.flatMap { groups[$0] } ?? shared
        try ground.done("register", ground.file(object), "--cgroup", group.path)
        registered.append(object)
        return try live(object)
    }

    /// The version that is current.
    func live(_ object: String) throws -> OptionExtension {
        try OptionExtension(#require(try ground.registration(object)))
    }

    private func clear() throws {
        for name in registered { try ground.done("unregister", name) }
        for group in Array(groups.values) + [shared] { rmdir(group.path) }
    }

    /// Runs `body` while this process is in the control group of an end: the
    /// sockets that it makes belong there.
    private func inside<Value>(_ end: End, _ body: (Worker) throws -> Value) throws -> Value {
        let group = try #require(groups[end]).file("cgroup.procs")
        let line = try File("/proc/self/cgroup").text().split(separator: "\n")
            .first { $0.hasPrefix("0::") }
        let home = try #require(line).dropFirst(3)
        try group.set("\(getpid())")
        let outcome = Result { try body(workers[end].unsafelyUnwrapped) }
        try File("\(mountPoint)\(home)/cgroup.procs").set("\(getpid())")
        return try outcome.get()
    }

    func listener() throws -> SwapSocket {
        try inside(.server) { try SwapSocket.listening(in: $0) }
    }

    /// A connection, and what `body` makes of it. `before` has the client's socket first.
    func connection(
        to listener: SwapSocket, before: (SwapSocket) throws -> Void = { _ in }
    ) throws -> Conversation {
        let port = try listener.port()
        let client = try inside(.client) { worker in
            let socket = try SwapSocket.unconnected(in: worker)
            try before(socket)
            try socket.connect(to: OptionGround.address, port: port)
            return socket
        }
        return Conversation(client: client, server: try listener.accepted())
    }
}

/// Both ends of a connection.
struct Conversation {
    let client: SwapSocket
    let server: SwapSocket

    /// A request and an answer.
    func exchange(_ size: Int = 100) throws {
        try client.write([UInt8](repeating: 1, count: size))
        _ = try server.read(size)
        try server.write([UInt8](repeating: 2, count: size))
        _ = try client.read(size)
    }

    func end() {
        client.stop()
        server.stop()
    }
}
