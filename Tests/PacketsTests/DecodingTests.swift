// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Packets

@Suite("A packet")
struct DecodingTests {
    private func words(_ pieces: HeaderPiece..., cut: Int = 0) -> String {
        Packet(number: 1, bytes: HeaderPiece.frame(pieces).dropLast(cut)).words
    }

    @Test("is told in a few words")
    func inWords() {
        #expect(words(.ipv4(), .tcp()) == "IPv4 10.0.0.1:40000 > 10.0.0.2:443 TCP 70 B")
        #expect(words(.ipv6, .udp) == "IPv6 [fd00::1]:40000 > [fd00::2]:443 UDP 78 B")
        #expect(words(.arp) == "ARP 58 B")
        #expect(
            words(.vlan(type: 0x8100), .ipv4(), .icmp) == "VLAN IPv4 10.0.0.1 > 10.0.0.2 ICMP 62 B")
        #expect(
            words(.ipv4(fragment: 5), .udp) == "IPv4 10.0.0.1 > 10.0.0.2 fragment at 40 58 B")
        #expect(
            words(.ipv4(), .ipv4(), .ipv6, .sctp)
                == "IPv4 10.0.0.1 > 10.0.0.2 / 1 more / IPv6 [fd00::1]:40000 > [fd00::2]:443 SCTP 122 B"
        )
        #expect(words(.ipv4(), .tcp(), cut: 50) == "IPv4 cut 20 B")
        #expect(Packet(number: 1, bytes: [1, 2]).words == "no whole Ethernet header 2 B")
        #expect(words() == "type 0x88b5 30 B")
    }

    @Test("that was made of headers is decoded as those headers")
    func layers() {
        for base in BasePacket.all where !base.name.contains("later") {
            let last = base.bytes.withUnsafeBytes { Layers($0).reversed().first }
            #expect(
                last.map { [.tcp, .udp, .sctp, .icmp, .icmpv6, .arp].contains($0.kind) } == true,
                "\(base.name) ends with \(last?.kind.rawValue ?? "nothing")")
        }
    }

    @Test("of random bytes is decoded without harm, headers in order and inside")
    func randomBytes() {
        var random = SystemRandomNumberGenerator()
        let types: [[UInt8]] = [[8, 0], [0x86, 0xdd], [0x81, 0], [0x88, 0x47], [0x65, 0x58]]
        for round in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...120)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            if bytes.count > 14 { bytes.replaceSubrange(12..<14, with: types[round % 5]) }
            let packet = Packet(number: 1, bytes: bytes)
            #expect(!packet.words.isEmpty)
            bytes.withUnsafeBytes { bytes in
                var last = -1
                for layer in Layers(bytes) where layer.kind != .frame {
                    #expect(layer.offset > last && layer.offset < bytes.count)
                    last = layer.offset
                }
            }
        }
    }
}
