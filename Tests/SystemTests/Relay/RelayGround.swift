// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import Relay
import Testing

/// A client, a router and a server in namespaces of their own; a relay goes into the
/// router, and netserver runs on the server. All of it goes when the test ends.
final class RelayGround {
    private let ground: SwapGround
    private var server: ChildProcess?

    static func with(_ body: (RelayGround) throws -> Void) throws {
        try SwapGround.with { ground in
            let relayed = try RelayGround(ground)
            defer { relayed.server = nil }
            try body(relayed)
        }
    }

    private init(_ ground: SwapGround) throws {
        self.ground = ground
        _ = try ground.namespace("c")
        let router = try ground.namespace("r")
        let server = try ground.namespace("s")
        try ground.wire("c", "r", net: 1)
        try ground.wire("s", "r", net: 2)
        for (host, net) in [("c", 1), ("s", 2)] {
            let name = ground.name(ofNamespace: host)
            let far = ["-n", name, "addr", "add", "fd77:\(net)::1/64", "dev", "to_r", "nodad"]
            try ground.tool(["ip"] + far)
            try ground.ip(
                "-n", ground.name(ofNamespace: "r"), "addr", "add", "fd77:\(net)::2/64", "dev",
                "to_\(host)", "nodad")
            try ground.ip("-n", name, "route", "add", "default", "via", "10.77.\(net).2")
            try ground.ip("-n", name, "route", "add", "default", "via", "fd77:\(net)::2")
        }
        try Sysctl("net.ipv4.ip_forward").write("1", in: router)
        try Sysctl("net.ipv6.conf.all.forwarding").write("1", in: router)
        self.server = .some(try RelayGround.server(in: server))
    }

    /// netserver inside of a namespace, once it listens.
    static func server(in namespace: borrowing NetworkNamespace) throws -> ChildProcess {
        var spawn = Spawn(["netserver", "-D", "-4", "-p", "\(port)"])
        spawn.output = .null
        try spawn.enter(namespace)
        let child = try ChildProcess.start(spawn)
        let listening = ":\(String(port, radix: 16)) 00000000:0000 0A"
        let pid = child.pid
        #expect(
            try SwapGround.wait { try File("/proc/\(pid)/net/tcp").text().contains(listening) })
        return child
    }

    static let port = 12866

    static let serverAddress = "10.77.2.1"
    static let serverAddressV6 = "fd77:2::1"

    /// Where the relay keeps its figures.
    var figures: File { ground.folder.file("figures") }

    var graft: String { SwapGround.graft }

    func path(_ station: String) -> String { "/run/netns/\(ground.name(ofNamespace: station))" }

    /// A line for what comes into the router, from the client or from the server.
    func line(
        from station: String, _ delay: Duration, jitter: Duration = .zero, loss: Double = 0,
        limit: UInt32 = 1 << 16
    ) -> LineSettings {
        LineSettings(
            namespace: path("r"), device: "to_\(station)", delay: delay, jitter: jitter,
            loss: loss, seed: station == "c" ? 7 : 8, limit: limit)
    }

    func start(_ lines: LineSettings...) throws -> RunningRelay {
        try Relay.start(RelaySettings(lines), figures: figures, program: graft)
    }

    func shape(rate: String, limit: String) throws {
        try ground.tool([
            "tc", "-n", ground.name(ofNamespace: "r"), "qdisc", "add", "dev", "to_s", "root",
            "tbf", "rate", rate, "burst", "128kb", "limit", limit,
        ])
    }

    /// Runs a program on the client, which must succeed.
    func onClient(_ words: [String]) throws -> String {
        var spawn = Spawn(words)
        let namespace = try NetworkNamespace(at: path("c"))
        try spawn.enter(namespace)
        let finished = try ChildProcess.run(spawn, limit: .seconds(60))
        // ping ends with 1 when answers are missing, which may be what is asked.
        guard finished.ending.isSuccess || finished.ending == .exited(1) else {
            throw KernelError(words.joined(separator: " "), .said(finished.errorText))
        }
        return finished.text
    }

    /// Starts a program on the client that takes the server's address last.
    func background(_ words: [String]) throws -> ChildProcess {
        var spawn = Spawn(words + [RelayGround.serverAddress])
        spawn.output = .null
        let namespace = try NetworkNamespace(at: path("c"))
        try spawn.enter(namespace)
        return try ChildProcess.start(spawn)
    }

    /// The answers' round trip times in milliseconds, in order of size.
    func ping(
        _ count: Int, every interval: String = "0.005", _ address: String = serverAddress
    ) throws -> [Double] {
        let said = try onClient([
            "ping", "-n", "-i", interval, "-c", "\(count)", "-W", "1", address,
        ])
        return said.split(separator: "\n").compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("time=") }
                .flatMap { Double($0.dropFirst(5)) }
        }.sorted()
    }

    /// What netperf measured, by its names.
    func netperf(_ test: String, seconds: Int, _ wanted: String...) throws -> [String: Double] {
        let said = try onClient([
            "netperf", "-4", "-H", RelayGround.serverAddress, "-p", "\(RelayGround.port)", "-t",
            test, "-l", "\(seconds)", "--", "-k", wanted.joined(separator: ","),
        ])
        let pairs = said.split(separator: "\n").map { $0.split(separator: "=") }
        let values = pairs.compactMap { pair -> (String, Double)? in
            guard pair.count == 2, let value = Double(pair[1]) else { return nil }
            return (String(pair[0]), value)
        }
        return Dictionary(values) { $1 }
    }
}

extension [Double] {
    /// Of what is in order.
    var middle: Double { isEmpty ? .nan : self[count / 2] }
}
