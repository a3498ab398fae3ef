// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

extension OnThisMachine {
    @Suite("The guard evil-ihl")
    struct EvilIhlTests {
        @Test(
            "drops each evil packet for its own reason, and lets good traffic pass",
            arguments: ["xdp", "xdp-generic", "tcx-ingress"])
        func judges(hook: String) throws {
            try Workspace.with { workspace in
                let wire = try GuardedWire(workspace, hook: hook)
                let evil = EvilIhlTests.evil
                for packet in evil { try wire.send(packet.bytes, times: 10) }
                let good = try wire.exchange(datagrams: 200)
                #expect(good == 200)

                let counters = try wire.guardian.counters()
                var wanted: [String: Int] = [:]
                for packet in evil { wanted[packet.reason, default: 0] += 10 }
                #expect(counters.filter { $0.key != "passed" } == wanted)
                #expect((counters["passed"] ?? 0) >= 200)
                try wire.guardian.unregister()
                try wire.end()
            }
        }

        @Test(
            "lets odd but right traffic pass",
            arguments: ["xdp", "xdp-generic", "tcx-ingress"])
        func odd(hook: String) throws {
            try Workspace.with { workspace in
                let wire = try GuardedWire(workspace, hook: hook)
                // Each is fragmented on its way: the wire takes 1,500 bytes.
                #expect(try wire.exchange(datagrams: 50, payload: 6000) == 50)
                let oddities: [[UInt8]] = [
                    PacketBytes.ipv4(
                        protocol: 4, PacketBytes.ipv4(protocol: 17, PacketBytes.udp())),
                    // Nothing follows, and the length says so.
                    PacketBytes.ipv4(protocol: 41, PacketBytes.ipv6(next: 59, [])),
                    // GRE of version 1 carries no IP that we would know.
                    PacketBytes.ipv4(protocol: 47, [0x20, 1, 0x88, 0x0b, 0, 0, 0, 0]),
                    // A later fragment: what it carries is the middle of something.
                    PacketBytes.ipv4(protocol: 4, fragment: 100, [0, 1, 2, 3, 4, 5, 6, 7]),
                ]
                for bytes in oddities { try wire.send(bytes, times: 10) }
                #expect(try wire.exchange(datagrams: 20) == 20)
                let dropped = try wire.guardian.counters().filter { $0.key != "passed" }
                #expect(dropped == [:])
                try wire.guardian.unregister()
                try wire.end()
            }
        }

        @Test(
            "leaves no gap when it is swapped under traffic",
            arguments: ["xdp", "xdp-generic", "tcx-ingress"])
        func swapped(hook: String) throws {
            try Workspace.with { workspace in
                let wire = try GuardedWire(workspace, hook: hook)
                let isOver = ShapedPath.Flag()
                let traffic = try wire.mixture {
                    isOver.isSet.load(ordering: .relaxed)
                }
                let swaps = Result {
                    for turn in 0..<10 { try wire.guardian.swap(setting: "depth=\(4 + turn % 2)") }
                }
                isOver.isSet.store(true, ordering: .relaxed)
                let mixture = try traffic.value()
                try swaps.get()
                #expect(mixture.sent > 100)
                #expect(mixture.good == mixture.sent)
                #expect(mixture.evil == 0)

                try wire.guardian.unregister()
                let start = Instant.now
                let unguarded = try wire.mixture {
                    Instant.now.since(start) > .milliseconds(100)
                }
                // They would have arrived.
                #expect(try unguarded.value().evil > 0)
                try wire.end()
            }
        }

        /// Packets that one field makes evil, and why each is dropped.
        private static var evil: [(bytes: [UInt8], reason: String)] {
            typealias Bytes = PacketBytes
            let udp = Bytes.udp()
            let inner = Bytes.ipip
            func inner6(_ bytes: [UInt8]) -> [UInt8] { Bytes.ipv4(protocol: 41, bytes) }
            // The very packet that sent the kernel's dissector round for ever.
            let endless = inner(Bytes.ipv4(protocol: 4, headerWords: 0, udp))
            let nested = (0..<10).reduce(udp) { bytes, number in
                Bytes.ipv4(protocol: number == 0 ? 17 : 4, bytes)
            }
            let chain = [UInt8](repeating: 0, count: 6)
            let options = (0..<9).reduce([]) { bytes, _ in [60, 0] + chain + bytes }
            return (1..<5).map {
                (inner(Bytes.ipv4(protocol: 17, headerWords: $0, udp)), "ipv4_header_short")
            } + [
                (endless, "ipv4_header_short"),
                (inner(Bytes.ipv4(protocol: 17, version: 5, udp)), "ipv4_version"),
                (inner(Bytes.ipv4(protocol: 17, headerWords: 15, udp)), "ipv4_header_beyond"),
                (inner(Bytes.ipv4(protocol: 17, total: 19, udp)), "ipv4_total_short"),
                (inner(Bytes.ipv4(protocol: 17, total: 1000, udp)), "ipv4_total_beyond"),
                (inner([0x45, 0, 0, 4]), "ipv4_truncated"),
                (Bytes.ipv4(protocol: 17, fragment: 8191, udp), "fragment_beyond"),
                (inner(Bytes.ipv4(protocol: 17, fragment: 0x2000, [])), "fragment_empty"),
                (Bytes.ipv4(protocol: 6, fragment: 1, udp), "fragment_in_tcp_header"),
                (inner6(Bytes.ipv6(next: 17, version: 4, udp)), "ipv6_version"),
                (inner6(Bytes.ipv6(next: 17, length: 500, udp)), "ipv6_payload_beyond"),
                (inner6(Bytes.ipv6(next: 17, length: 0, udp)), "ipv6_payload_missing"),
                (inner6([0x60, 0, 0, 0]), "ipv6_truncated"),
                (inner6(Bytes.ipv6(next: 60, [17, 9] + chain)), "extension_truncated"),
                (inner6(Bytes.ipv6(next: 60, options)), "chain_without_end"),
                (
                    inner6(Bytes.ipv6(next: 60, [0, 0] + chain + [17, 0] + chain + udp)),
                    "extension_misplaced"
                ),
                (Bytes.ipv4(protocol: 47, [0xb0, 0, 8, 0]), "gre_truncated"),
                (nested, "nested_too_deep"),
            ]
        }
    }
}
