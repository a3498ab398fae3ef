// SPDX-License-Identifier: Apache-2.0
import CKernel
import Extensions
import Testing

@testable import Kernel

extension OnThisMachine {
    @Suite("ecn_mark")
    struct EcnMarkTests {
        /// Packets of 1,000 bytes on the wire, and a queue that runs out at 20 of them a
        /// second: what it loses during a burst is less than three.
        private static let slow = ["rate": "20000", "threshold": "20000"]

        @Test("marks what lies above the threshold, and nothing below it")
        func marks() throws {
            try MarkedWire.with(Self.slow) { wire in
                try wire.burst(19, ecn: true)
                #expect(try wire.received() == .init(marked: 0, capable: 19, incapable: 0))
                try wire.drain()
                try wire.burst(50, ecn: true)
                let seen = try wire.received()
                #expect((27...31).contains(seen.marked), "\(seen)")
                #expect(seen.marked + seen.capable == 19 + 50)
                #expect(try wire.count(of: "marks") == seen.marked)
                #expect(try wire.count(of: "marked_bytes") == seen.marked * 1000)
                // Others than the echoes go by: ARP, and IPv6's hellos.
                #expect(try wire.count(of: "packets") >= 69)
                #expect(try wire.count(of: "bytes") >= 69_000)
                #expect(try wire.count(of: "capped") == 0)
            }
        }

        @Test("takes its threshold in microseconds too")
        func microseconds() throws {
            try MarkedWire.with(["rate": "20000", "threshold_us": "1000000"]) { wire in
                try wire.burst(50, ecn: true)
                #expect((27...31).contains(try wire.received().marked))
            }
        }

        @Test("leaves alone what speaks no ECN, and counts it")
        func incapable() throws {
            try MarkedWire.with(Self.slow) { wire in
                try wire.burst(50, ecn: false)
                #expect(try wire.received() == .init(marked: 0, capable: 0, incapable: 50))
                #expect(try wire.count(of: "not_capable") >= 27)
                #expect(try wire.count(of: "marks") == 0)
            }
        }

        @Test("forgets what lies above its cap")
        func cap() throws {
            let knobs = ["rate": "20000", "threshold": "20000", "cap": "22000"]
            try MarkedWire.with(knobs) { wire in
                try wire.burst(50, ecn: true)
                #expect(try wire.count(of: "capped") >= 24)
                // What is over the threshold runs out in 150 ms; without the cap, in 1,500.
                Duration.milliseconds(300).pause()
                let before = try wire.received().marked
                try wire.burst(1, ecn: true)
                #expect(try wire.received().marked == before)
            }
        }

        @Test("sees what super-packets are on the wire, and marks some of a stream's")
        func superPackets() throws {
            try MarkedWire.with(["rate": "12500000", "threshold": "100000"]) { wire in
                try wire.stream()
                let packets = try wire.count(of: "packets")
                #expect(try wire.count(of: "bytes") > packets * 1514, "no super-packets came by")
                #expect(try wire.count(of: "marks") > 0)
                let seen = try wire.received()
                #expect(seen.marked > 0 && seen.capable > 0, "\(seen)")
            }
        }
    }
}

/// Two namespaces, a wire, and ecn_mark where the wire begins.
private final class MarkedWire {
    private let ground: SwapGround
    private let loaded: Loaded
    // Held: it detaches when it goes.
    private let link: Link

    static func with(_ knobs: [String: String], _ body: (MarkedWire) throws -> Void) throws {
        try SwapGround.with { ground in try body(MarkedWire(ground, knobs)) }
    }

    private init(_ ground: SwapGround, _ knobs: [String: String]) throws {
        let left = try ground.namespace("a")
        _ = try ground.namespace("b")
        try ground.wire("a", "b")
        let shelf = Shelf(folders: [SwapGround.root + "/extensions"])
        let object = try shelf.object(
            SwapGround.root + "/extensions/packet/ecn-mark/ecn-mark.bpf.c")
        var settings = LoadSettings()
        for (name, text) in knobs {
            let knob = try #require(object.globals.first { $0.name == name })
            settings.globals[name] = try knob.value(from: text, in: object.types)
        }
        let loaded = try object.load(into: ground.kernel, settings)
        let program = try #require(loaded.programs["ecn_mark"])
        var devices = try NetworkDevices(in: left)
        let index = Int32(bitPattern: try devices.index(of: "to_b"))
        link = try left.run { () throws(KernelError) in
            let raw = bpf_link_create(program.descriptor.raw, index, BPF_TCX_EGRESS, nil)
            try KernelError.check(raw, "attach ecn_mark")
            return Link(Descriptor(owning: raw))
        }
        self.ground = ground
        self.loaded = loaded
    }

    func burst(_ count: Int, ecn: Bool) throws {
        let said = try onLeft([
            "ping", "-q", "-Q", ecn ? "2" : "0", "-s", "958", "-c", "\(count)", "-l", "\(count)",
            "-W", "2", "10.77.1.2",
        ])
        #expect(said.contains(" \(count) received"), "\(said)")
    }

    /// Waits until the virtual queue has run out.
    func drain() throws { Duration.milliseconds(1500).pause() }

    /// A second of TCP with ECN.
    func stream() throws {
        for station in ["a", "b"] {
            try Sysctl("net.ipv4.tcp_ecn").write(
                "1", in: NetworkNamespace(named: ground.name(ofNamespace: station)))
        }
        let right = try NetworkNamespace(named: ground.name(ofNamespace: "b"))
        let server = try RelayGround.server(in: right)
        _ = try onLeft([
            "netperf", "-4", "-H", "10.77.1.2", "-p", "\(RelayGround.port)", "-t", "TCP_STREAM",
            "-l", "1",
        ])
        _ = try server.end(within: .seconds(1))
    }

    private func onLeft(_ words: [String]) throws -> String {
        var spawn = Spawn(words)
        let namespace = try NetworkNamespace(named: ground.name(ofNamespace: "a"))
        try spawn.enter(namespace)
        return try ChildProcess.run(spawn, limit: .seconds(30)).text
    }

    struct Received: Equatable {
        let marked: Int
        let capable: Int
        let incapable: Int
    }

    /// IPv4 packets that have come to the other end, by the kernel's own count.
    func received() throws -> Received {
        let right = try NetworkNamespace(named: ground.name(ofNamespace: "b"))
        let table = try right.run { () throws(KernelError) in
            try File("/proc/thread-self/net/netstat").text()
        }
        let lines = table.split(separator: "\n").filter { $0.hasPrefix("IpExt:") }
            .map { $0.split(separator: " ") }
        func count(_ name: String) throws -> Int {
            let column = try #require(lines.first?.firstIndex { $0 == name })
            return try #require(lines.last.flatMap { Int($0[column]) })
        }
        return try Received(
            marked: count("InCEPkts"), capable: count("InECT0Pkts"),
            incapable: count("InNoECTPkts"))
    }

    private static let counters = [
        "packets", "bytes", "marks", "marked_bytes", "not_capable", "capped",
    ]

    func count(of counter: String) throws -> Int {
        let key = UInt32(try #require(MarkedWire.counters.firstIndex(of: counter)))
        let map = try #require(loaded.maps["counters"])
        return Int(try #require(try map.counter(key, size: map.details().valueBytes)))
    }
}
