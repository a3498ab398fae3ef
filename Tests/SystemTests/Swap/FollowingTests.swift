// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Testing

extension OnThisMachine {
    @Suite("After a swap, on the version that was promised, are")
    struct FollowingTests {
        @Test("new sockets of the namespaces whose default it is, and of no other")
        func defaults() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let workers = try ["a", "b", "c"].map { word in
                    let namespace = try ground.namespace(word)
                    let algorithm = word == "c" ? "reno" : "gs_reno"
                    try Sysctl.congestionControl.write(algorithm, in: namespace)
                    return try namespace.worker()
                }
                let swapped = try ground.swapped(to: "gs_second")
                let names = ["a", "b"].map(ground.name(ofNamespace:))
                #expect(swapped.renewed.sorted() == names.sorted())
                #expect(swapped.stale == [])
                let pairs = try workers.map(ConnectedPair.init)
                let chosen = try pairs.map { try $0.client.algorithm() }
                #expect(chosen == ["gs_reno", "gs_reno", "reno"])
                let census = try ground.census()
                #expect(census.sockets(onMap: try ground.map(1)) == [:])
                // In a and b each: a listener and both ends.
                #expect(
                    census.sockets(onMap: try ground.map(2)) == [.listen: 2, .established: 4])
            }
        }

        @Test("new sockets of the initial namespace, where it is the default for a moment")
        func initialDefault() throws {
            try SwapGround.with { ground in
                let here = try NetworkNamespace.current()
                try #require(here.identity.isInitial, "these tests run in another namespace")
                try ground.register("gs_first")
                let change = try Sysctl.congestionControl.change(to: "gs_reno", in: here)
                let swapped = try ground.swapped(to: "gs_restricted")
                let pair = try ConnectedPair(here.worker())
                let census = try ground.census()
                let live = census.sockets(onMap: try ground.map(2))
                try change.undo()
                // The initial one may have any, marked or not.
                #expect(swapped.renewed == ["the initial namespace"])
                #expect(swapped.stale == [])
                #expect(live[.listen, default: 0] >= 1)
                #expect(live[.established, default: 0] >= 2)
                withExtendedLifetime(pair) {}
            }
        }

        @Test("not the defaults of other namespaces, where it is not marked for them")
        func restricted() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let namespace = try ground.namespace("a")
                try Sysctl.congestionControl.write("gs_reno", in: namespace)
                let trace = ground.folder.file("trace").path
                let answer = try ground.run([
                    "strace", "-f", "-o", trace, "-e", "trace=open,openat", SwapGround.graft,
                    "swap", "gs_reno", ground.file("gs_restricted"),
                ])
                try #require(answer.status == 0, "\(answer.errors)")
                let name = ground.name(ofNamespace: "a")
                #expect(
                    answer.output.contains(
                        """
                          default NOT renewed in \(name): this version is not marked for every \
                        namespace (TCP_CONG_NON_RESTRICTED); it keeps the old one
                        """))
                // A write that is refused leaks: none may be tried.
                let opened = try File(trace).text().split(separator: "\n")
                    .filter { $0.contains("/tcp_congestion_control\"") }
                #expect(opened.contains { $0.contains("O_RDONLY") })
                #expect(!opened.contains { $0.contains("O_WRONLY") || $0.contains("O_RDWR") })
                #expect(try Sysctl.congestionControl.read(in: namespace) == "gs_reno")
                let pair = try ConnectedPair(namespace.worker())
                let census = try ground.census()
                #expect(
                    census.sockets(onMap: try ground.map(1)) == [.listen: 1, .established: 2])
                #expect(census.sockets(onMap: try ground.map(2)) == [:])
                withExtendedLifetime(pair) {}
            }
        }

        @Test("listeners that chose it by setsockopt, and with --migrate connections")
        func listeners() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let worker = try ground.namespace("a").worker()
                let old = try ConnectedPair(worker, "gs_reno")
                let swapped = try ground.swapped(to: "gs_second")
                #expect(swapped.listeners["moved"] == 1)
                #expect(swapped.connections == nil)
                let new = try old.another("gs_reno")
                var census = try ground.census()
                #expect(census.sockets(onMap: try ground.map(1)) == [.established: 2])
                #expect(
                    census.sockets(onMap: try ground.map(2)) == [.listen: 1, .established: 2])

                let migrated = try ground.swapped(to: "gs_third", "--migrate")
                #expect(migrated.listeners["moved"] == 1)
                #expect(migrated.connections?["moved"] == 4)
                #expect(migrated.connections?["already"] == 1)
                census = try ground.census()
                #expect(
                    census.sockets(onMap: try ground.map(3)) == [.listen: 1, .established: 4])
                let maps = Set(census.rows.filter { $0.name == "gs_reno" }.map(\.mapID))
                let third = try ground.map(3)
                #expect(maps == [third])
                withExtendedLifetime(new) {}
            }
        }

        @Test("not sockets that a route locks: they are counted and named")
        func locked() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let a = try ground.namespace("a").worker()
                let b = try ground.namespace("b").worker()
                try ground.wire("a", "b")
                for (here, device, there) in [("a", "to_b", 2), ("b", "to_a", 1)] {
                    try ground.ip(
                        "-n", ground.name(ofNamespace: here), "route", "add",
                        "10.77.1.\(there)/32", "dev", device, "congctl", "lock", "gs_reno")
                }
                let old = try ConnectedPair(from: a, to: b, at: "10.77.1.2")
                #expect(try old.client.algorithm() == "gs_reno")
                #expect(try old.server.algorithm() == "gs_reno")
                let swapped = try ground.swapped(to: "gs_second", "--migrate")
                #expect(swapped.connections?["locked"] == 2)
                #expect(swapped.connections?["moved"] == 0)
                #expect(swapped.connections?["refused"] == 0)
                let (clientPort, serverPort) = try (old.client.port(), old.server.port())
                #expect(
                    swapped.named.sorted() == [
                        "10.77.1.1:\(clientPort) -> 10.77.1.2:\(serverPort): "
                            + "Operation not permitted (EPERM)",
                        "10.77.1.2:\(serverPort) -> 10.77.1.1:\(clientPort): "
                            + "Operation not permitted (EPERM)",
                    ])
                let new = try old.another(nil)
                let census = try ground.census()
                #expect(census.sockets(onMap: try ground.map(1)) == [.established: 2])
                #expect(census.sockets(onMap: try ground.map(2)) == [.established: 2])
                withExtendedLifetime(new) {}
            }
        }

        @Test(
            "of the connections only those that the filter means",
            arguments: ["--netns", "--peer", "--port", "--peer-port", "--peer other"])
        func filtered(by option: String) throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let one = try ground.namespace("a").worker()
                let two = try ground.namespace("b").worker()
                try ground.wire("a", "b")
                let listening = try ["10.77.1.2", "10.77.1.2"].map {
                    try ConnectedPair(from: one, to: two, at: $0, "gs_reno")
                }
                let port = try listening[0].server.port()
                let client = try listening[0].client.port()
                let words: [String]
                let moved: Int
                switch option {
                case "--netns": (words, moved) = (["--netns", ground.name(ofNamespace: "a")], 2)
                case "--peer": (words, moved) = (["--peer", "10.77.1.2/31"], 2)
                case "--port": (words, moved) = (["--port", "\(port)"], 1)
                case "--peer-port": (words, moved) = (["--peer-port", "\(client)"], 1)
                default: (words, moved) = (["--peer", "10.78.0.0/16"], 0)
                }
                let swapped = try ground.swapped(to: "gs_second", ["--migrate"] + words)
                #expect(swapped.connections?["moved"] == moved)
                let census = try ground.census()
                let live = census.sockets(onMap: try ground.map(2))
                #expect(live[.established, default: 0] == moved)
                let old = census.sockets(onMap: try ground.map(1))
                #expect(old[.established, default: 0] == 4 - moved)
                // Whatever the filter, the listeners go.
                #expect(live[.listen] == 2)
                let counted = try ground.counted()
                #expect(counted == ["v1 (old)": 4 - moved, "v2": 2 + moved])
            }
        }

        @Test("moved again as the filter said, when the command was killed")
        func filteredAndKilled() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let worker = try ground.namespace("a").worker()
                let pairs = try [
                    ConnectedPair(worker, "gs_reno"), ConnectedPair(worker, "gs_reno"),
                ]
                let port = try pairs[0].server.port()
                let words = try [
                    "swap", "gs_reno", ground.file("gs_second"), "--migrate", "--port", "\(port)",
                ]
                let answer = try ground.graft(words, killedAt: "swap-updated")
                try #require(answer.ending == .signalled(9))
                try ground.recover()
                let census = try ground.census()
                let (old, new) = try (ground.map(1), ground.map(2))
                #expect(census.sockets(onMap: new)[.established] == 1)
                #expect(census.sockets(onMap: old)[.established] == 3)
            }
        }
    }
}

/// A listener, and a connection to it.
private struct ConnectedPair {
    let listener: SwapSocket
    let client: SwapSocket
    let server: SwapSocket
    private let from: Worker
    private let host: String

    init(_ worker: Worker) throws { try self.init(from: worker, to: worker, at: "127.0.0.1") }

    init(_ worker: Worker, _ algorithm: String) throws {
        try self.init(from: worker, to: worker, at: "127.0.0.1", algorithm)
    }

    init(from: Worker, to: Worker, at host: String, _ algorithm: String? = nil) throws {
        self.from = from
        self.host = host
        listener = try SwapSocket.listening(in: to, algorithm: algorithm)
        client = try SwapSocket.connected(
            in: from, to: host, port: listener.port(), algorithm: algorithm)
        server = try listener.accepted()
    }

    /// Another connection to the same listener.
    func another(_ algorithm: String?) throws -> [SwapSocket] {
        let client = try SwapSocket.connected(
            in: from, to: host, port: listener.port(), algorithm: algorithm)
        return [client, try listener.accepted()]
    }
}

/// What `graft swap --json` said.
private struct Told {
    let renewed: [String]
    let stale: [String]
    let listeners: [String: Int]
    let connections: [String: Int]?
    let named: [String]

    init(_ text: String) throws {
        let place = try JSON(parsing: text).root
        renewed = try place["defaults"]["renewed"].elements().map { try $0.string() }
        stale = try place["defaults"]["stale"].elements().map { try $0.string() }
        listeners = try Told.counts(place["listeners"])
        let moved = place["connections"].ifPresent
        connections = try moved.map(Told.counts)
        named = try moved?["named"].elements().map { try $0.string() } ?? []
    }

    private static func counts(_ place: JSON.Place) throws -> [String: Int] {
        let words = ["moved", "already", "filtered", "locked", "refused"]
        return try Dictionary(
            uniqueKeysWithValues: words.map { ($0, try place[$0].integer(Int.self)) })
    }
}

extension SwapGround {
    fileprivate func swapped(to object: String, _ words: String...) throws -> Told {
        try swapped(to: object, words)
    }

    fileprivate func swapped(to object: String, _ words: [String]) throws -> Told {
        let answer = try graft(["swap", "gs_reno", file(object), "--json"] + words)
        guard answer.status == 0 else { throw KernelError("swap", .said(answer.errors)) }
        return try Told(answer.output)
    }

    /// By version, as `graft sockets --json` counts ours.
    fileprivate func counted() throws -> [String: Int] {
        let answer = try graft("sockets", "--json")
        var counted: [String: Int] = [:]
        for line in try JSON(parsing: answer.output).root.elements() {
            guard try line["name"].string() == "gs_reno" else { continue }
            counted[try line["version"].string()] = try line["sockets"].integer(Int.self)
        }
        return counted
    }
}
