// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import JSON
import Kernel
import Testing

/// A client and a server in network namespaces of their own, with a wire between
/// them, and a control group with another one in it.
final class AssignmentGround {
    let ground: SwapGround
    let client: String
    let server: String
    let outer: Folder
    let inner: Folder
    private let clientWorker: Worker
    private let serverWorker: Worker
    private let home: File

    static let serverAddress = "10.77.1.2"
    static let clientAddress = "10.77.1.1"

    /// Runs `body` on a new ground; afterwards nothing that graft was told is left.
    static func with(_ body: (AssignmentGround) throws -> Void) throws {
        try SwapGround.with { ground in
            let assignments = try AssignmentGround(ground)
            let outcome = Result { try body(assignments) }
            assignments.clear()
            try outcome.get()
        }
    }

    private init(_ ground: SwapGround) throws {
        self.ground = ground
        clientWorker = try ground.namespace("client").worker()
        serverWorker = try ground.namespace("server").worker()
        client = ground.name(ofNamespace: "client")
        server = ground.name(ofNamespace: "server")
        try ground.wire("client", "server")
        let mount = try #require(try ControlGroup.mount(), "no cgroup2 is mounted")
        let line = try #require(
            try File("/proc/self/cgroup").text().split(separator: "\n")
                .first { $0.hasPrefix("0::") })
        home = File("\(mount)\(line.dropFirst(3))/cgroup.procs")
        outer = Folder("\(mount)/\(File(ground.folder.path).name)")
        inner = outer.folder("inner")
        try inner.create()
    }

    private func clear() {
        // A test that failed leaves what it was about.
        if let session = try? Session(ground.places),
            let left = try? ground.registry.assignments()
        {
            for assignment in left {
                _ = try? ground.registry.unuse(
                    assignment.algorithm, for: assignment.scope, shelf: ground.shelf,
                    on: ground.kernel, session)
            }
        }
        for group in [inner, outer] { rmdir(group.path) }
    }

    /// Runs `body` while this process is in a control group.
    private func inside<Value>(_ group: Folder?, _ body: () throws -> Value) throws -> Value {
        guard let group else { return try body() }
        try group.file("cgroup.procs").set("\(getpid())")
        let outcome = Result { try body() }
        try home.set("\(getpid())")
        return try outcome.get()
    }

    /// A connection, with each end's socket made in a control group.
    func connection(
        client: Folder? = nil, server: Folder? = nil, port: UInt16 = 0
    ) throws -> Conversation {
        let listener = try inside(server) {
            try SwapSocket.listening(in: serverWorker, port: port)
        }
        let bound = try listener.port()
        let socket = try inside(client) {
            try SwapSocket.connected(
                in: clientWorker, to: AssignmentGround.serverAddress, port: bound)
        }
        return Conversation(client: socket, server: try listener.accepted())
    }

    /// What graft says a new connection gets.
    func explained(_ words: String...) throws -> String? {
        let text = try ground.done(["use", "--json", "--explain"] + words)
        return try JSON(parsing: text)["algorithm"]?.string
    }

    func routes() throws -> String {
        try ChildProcess.run(
            ["ip", "-n", client, "route", "show", "table", "all"], limit: .seconds(20)
        ).text
    }

    func setting(in namespace: String) throws -> String {
        try Sysctl.congestionControl.read(in: NetworkNamespace(named: namespace))
    }
}

extension SwapGround {
    /// As `done(_:)`, of words that are put together.
    @discardableResult
    func done(
        _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let answer = try graft(words)
        #expect(
            answer.status == 0, "\(words.joined(separator: " ")): \(answer.errors)",
            sourceLocation: sourceLocation)
        return answer.output
    }
}
