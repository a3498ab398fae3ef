// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("Traffic")
    struct TrafficTests {
        @Test(
            "between two namespaces is carried by what was registered, and counted",
            arguments: ["gt_plain", "gt_bare", "gt_globals"])
        func carried(name: String) throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture(name))
                let statistics = try RunStatistics()
                let before = try calls(name, workspace)
                let network = try Pair()
                let answer = try network.netperf(name)
                #expect(answer.algorithm == name)
                #expect(answer.megabits > 1)
                let after = try calls(name, workspace)
                for member in ["cong_avoid", "ssthresh", "undo_cwnd"] {
                    let count = try #require(after[member]) - #require(before[member])
                    // Losses are not certain here; acknowledgements are.
                    #expect(member == "cong_avoid" ? count > 100 : count >= 0)
                }
                _ = consume statistics
                try network.end()
            }
        }

        @Test("falls to the default when what was registered is gone, and netperf shows it")
        func gone() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                #expect(try workspace.graft("unregister", "gt_plain").status == 0)
                let network = try Pair()
                #expect(try network.netperf("gt_plain").algorithm != "gt_plain")
                try network.end()
            }
        }

        @Test("is counted by graft list --count")
        func counted() throws {
            try Workspace.with { workspace in
                try workspace.register(workspace.fixture("gt_plain"))
                let network = try Pair()
                try network.during(name: "gt_plain") {
                    let answer = try workspace.graft("list", "gt_plain", "--count", "1s", "--json")
                    #expect(answer.status == 0)
                    let counts = answer.output.filter { $0.hasPrefix("        \"calls\": ") }
                        .compactMap { Int($0.dropFirst(17).prefix { $0.isNumber }) }
                    #expect(counts.count == 1)
                    #expect((counts.first ?? 0) > 100)
                }
                try network.end()
            }
        }

        private func calls(_ name: String, _ workspace: Workspace) throws -> [String: Int] {
            let version = try #require(try workspace.registration(name)?.current)
            return Dictionary(
                version.programs.map { ($0.member, Int($0.calls)) }, uniquingKeysWith: +)
        }
    }
}

/// Two namespaces with a wire between them and a netserver in the second.
final class Pair {
    private var server: ChildProcess?
    private static let names = ["gt_left", "gt_right"]

    init() throws {
        for name in Pair.names { _ = try NetworkNamespace.create(named: name) }
        try Pair.ip("-n gt_left link add gt_wire type veth peer name gt_wire netns gt_right")
        for (name, address) in zip(Pair.names, ["10.99.7.1/24", "10.99.7.2/24"]) {
            try Pair.ip("-n \(name) addr add \(address) dev gt_wire")
            try Pair.ip("-n \(name) link set gt_wire up")
            try Pair.ip("-n \(name) link set lo up")
        }
        var spawn = Spawn(["netserver", "-D", "-4", "-L", "10.99.7.2"])
        spawn.output = .null
        spawn.errors = .null
        try spawn.enter(NetworkNamespace(named: "gt_right"))
        server = try ChildProcess.start(spawn)
        try waitForServer()
    }

    /// Ends the server and takes the names away; the namespaces go with them.
    func end() throws {
        _ = try server.take()?.end(within: .seconds(5))
        for name in Pair.names { try NetworkNamespace.delete(named: name) }
    }

    struct Answer {
        let algorithm: String
        let megabits: Double
    }

    func netperf(_ algorithm: String) throws -> Answer {
        let finished = try ChildProcess.run(Pair.client(algorithm, seconds: 1), limit: .seconds(60))
        let values = Dictionary(
            finished.text.split(separator: "\n").map { line in
                let parts = line.split(separator: "=")
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            }, uniquingKeysWith: { first, _ in first })
        guard finished.ending.isSuccess, let local = values["LOCAL_CONG_CONTROL"],
            let megabits = values["THROUGHPUT"].flatMap({ Double($0) })
        else { throw KernelError("run netperf", .said(finished.text + finished.errorText)) }
        return Answer(algorithm: local, megabits: megabits)
    }

    /// Runs `body` while traffic flows.
    func during(name: String, _ body: () throws -> Void) throws {
        var spawn = try Pair.client(name, seconds: 20)
        spawn.output = .null
        spawn.errors = .null
        let client = try ChildProcess.start(spawn)
        try body()
        _ = try client.end(within: .seconds(1))
    }

    private static func client(_ algorithm: String, seconds: Int) throws -> Spawn {
        var spawn = Spawn([
            "netperf", "-H", "10.99.7.2", "-t", "TCP_STREAM", "-l", "\(seconds)", "-P", "0", "--",
            "-K", algorithm, "-k", "LOCAL_CONG_CONTROL,THROUGHPUT",
        ])
        try spawn.enter(NetworkNamespace(named: "gt_left"))
        return spawn
    }

    /// Asks until it listens: port 12865 is 3241 in hexadecimal, state 0A is listening.
    private func waitForServer() throws {
        let start = Instant.now
        let namespace = try NetworkNamespace(named: "gt_right")
        while true {
            let sockets = try namespace.run { () throws(KernelError) in
                try File("/proc/thread-self/net/tcp").text()
            }
            if sockets.contains(":3241 00000000:0000 0A") { return }
            guard Instant.now.since(start) < .seconds(10) else {
                throw KernelError("start netserver", .said("it does not listen"))
            }
            Duration.milliseconds(5).pause()
        }
    }

    private static func ip(_ words: String) throws {
        let words = ["ip"] + words.split(separator: " ").map(String.init)
        let finished = try ChildProcess.run(words, limit: .seconds(20))
        guard finished.ending.isSuccess else {
            throw KernelError(words.joined(separator: " "), .said(finished.errorText))
        }
    }
}
