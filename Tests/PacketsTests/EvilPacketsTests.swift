// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Packets

@Suite("Evil packets")
struct EvilPacketsTests {
    /// Enough for all rules, and for some by chance.
    private static let some = EvilPackets(count: 60_000)

    @Test("are the same for the same seed, and others for another")
    func seeds() {
        let one = EvilPackets(count: 60_000, seed: 7)
        let same = EvilPackets(count: 60_000, seed: 7)
        let other = EvilPackets(count: 60_000, seed: 8)
        let tail = (59_000..<60_000)
        #expect(tail.allSatisfy { one[$0] == same[$0] })
        #expect(tail.contains { one[$0] != other[$0] })
        // By rule, whatever the seed.
        #expect((0..<1000).allSatisfy { one[$0] == other[$0] })
    }

    @Test("are 100,000 and more, none under 14 bytes, each with a label and nearly all different")
    func hundredThousand() {
        let packets = EvilPackets()
        var different: Set<[UInt8]> = []
        var longest = 0
        for packet in packets {
            #expect(packet.bytes.count >= 14 && !packet.label.isEmpty)
            different.insert(packet.bytes)
            longest = max(longest, packet.bytes.count)
        }
        #expect(packets.count == 100_000)
        #expect(different.count > 80_000)
        #expect(longest < 3000)
    }

    @Test("under 14 bytes there are only when they are asked for")
    func short() {
        let packets = EvilPackets(count: 60_000, shortest: 0)
        let lengths = Set(packets.lazy.map(\.bytes.count))
        #expect((0..<14).allSatisfy(lengths.contains))
    }

    @Test("have every IPv4 header length, version and fragment bit, inside tunnels too")
    func edges() throws {
        let packets = Self.some.map { $0 }
        for text in ["ip.ihl == %", "ip.version == %", "tcp.doff == %", "ipv6.version == %"] {
            for value in 0...15 {
                let expression = try PacketExpression(text.replacing("%", with: "\(value)"))
                #expect(packets.contains { expression.holds(for: $0) }, "\(expression)")
            }
        }
        let inner = try PacketExpression("ip.ihl == 5 && ip.ihl == 0")
        #expect(packets.contains { inner.holds(for: $0) })
    }

    @Test("truncate every base at every byte")
    func truncation() {
        let made = Set(Self.some.lazy.map(\.bytes))
        let base = BasePacket.all[0].bytes
        #expect((14..<base.count).allSatisfy { made.contains(Array(base.prefix($0))) })
    }

    @Test("are nested to depth 50")
    func nesting() {
        for nesting in Nesting.allCases {
            let frame = nesting.frame(50, .noHeaderLength)
            let layers = frame.withUnsafeBytes { Array(Layers($0)) }
            #expect(layers.count >= 50)
            #expect(layers.last?.kind == .ip, "\(nesting)")
        }
    }

    @Test("that are few are taken from all rules")
    func few() {
        let labels = EvilPackets(count: 500).map(\.label)
        for part in ["ip.ihl", "cut to", "levels of", "TCP option", "gre.", "mpls."] {
            #expect(labels.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test("keep the checksum of an IPv4 header honest, that others may look at them")
    func checksum() {
        let label = "IPv4/TCP: ip.ttl = 255"
        let packet = Self.some.first { $0.label == label }
        let header = packet?.bytes[14..<34].map(Int.init) ?? []
        let sum = stride(from: 0, to: header.count, by: 2).reduce(0) {
            $0 + header[$1] << 8 + header[$1 + 1]
        }
        #expect(sum & 0xffff + sum >> 16 == 0xffff)
    }
}
