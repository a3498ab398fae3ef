// SPDX-License-Identifier: Apache-2.0

/// A well-formed packet that evil ones are made of.
struct BasePacket: Sendable {
    let name: String
    let bytes: [UInt8]
    /// Every field of every header in it.
    let spots: [Spot]

    /// A field where it stands in a packet.
    struct Spot: Sendable {
        let field: Field
        let bit: Int
        /// Which header of its kind, from the outermost, counted from 1.
        let nesting: Int
        /// The values at which programs go wrong, without the one that it has.
        let edges: [UInt64]
    }

    init(_ name: String, _ pieces: HeaderPiece...) {
        self.name = name
        bytes = HeaderPiece.frame(pieces)
        spots = BasePacket.spots(bytes)
    }

    private static func spots(_ bytes: [UInt8]) -> [Spot] {
        bytes.withUnsafeBytes { bytes in
            var nesting: [Layer.Kind: Int] = [:]
            var spots: [Spot] = []
            for layer in Layers(bytes) {
                nesting[layer.kind, default: 0] += 1
                for field in fields[layer.kind] ?? [] {
                    let bit = layer.offset * 8 + field.places[0].lowerBound
                    spots.append(
                        Spot(
                            field: field, bit: bit, nesting: nesting[layer.kind] ?? 1,
                            edges: Edges.of(field, now: bytes.bits(bit, min(field.width, 32)) ?? 0))
                    )
                }
            }
            return spots
        }
    }

    /// Each place in each header once, whatever it is called.
    private static let fields: [Layer.Kind: [Field]] = {
        var fields: [Layer.Kind: [Field]] = [:]
        for field in Field.all where field != .frameLength && field.places.count == 1 {
            let known = fields[field.layer] ?? []
            if known.contains(where: { $0.places == field.places }) { continue }
            fields[field.layer, default: []].append(field)
        }
        return fields
    }()

    /// Those that the decoder of this room goes through to the end.
    static let all: [BasePacket] = {
        let key: UInt16 = 0x2000
        let everything: UInt16 = 0xb000
        let roomy: [UInt8] = [1, 1, 1, 1, 1, 1, 1, 0]
        return [
            BasePacket("IPv4/TCP", .ipv4(), .tcp()),
            BasePacket("IPv4/UDP", .ipv4(), .udp),
            BasePacket("IPv4/SCTP", .ipv4(), .sctp),
            BasePacket("IPv4/ICMP", .ipv4(), .icmp),
            BasePacket("IPv4/AH/TCP", .ipv4(), .authentication, .tcp()),
            BasePacket("IPv4 with options/TCP", .ipv4(options: roomy), .tcp(options: roomy)),
            BasePacket("IPv4 first fragment/UDP", .ipv4(fragment: 0x2000), .udp),
            BasePacket("IPv4 later fragment", .ipv4(fragment: 0x2005), .udp),
            BasePacket("VLAN/IPv4/TCP", .vlan(type: 0x8100), .ipv4(), .tcp()),
            BasePacket(
                "QinQ/IPv4/UDP", .vlan(type: 0x88a8), .vlan(type: 0x8100), .ipv4(), .udp),
            BasePacket("VLAN/IPv6/TCP", .vlan(type: 0x8100), .ipv6, .tcp()),
            BasePacket("ARP", .arp),
            BasePacket("IPv6/TCP", .ipv6, .tcp()),
            BasePacket("IPv6/UDP", .ipv6, .udp),
            BasePacket("IPv6/SCTP", .ipv6, .sctp),
            BasePacket("IPv6/ICMPv6", .ipv6, .icmpv6),
            BasePacket("IPv6/hop-by-hop/TCP", .ipv6, .extension6(0), .tcp()),
            BasePacket("IPv6/routing/TCP", .ipv6, .extension6(43), .tcp()),
            BasePacket("IPv6/destination/UDP", .ipv6, .extension6(60), .udp),
            BasePacket("IPv6/mobility/UDP", .ipv6, .extension6(135), .udp),
            BasePacket("IPv6/first fragment/TCP", .ipv6, .fragment6(1), .tcp()),
            BasePacket("IPv6/later fragment", .ipv6, .fragment6(0x29), .tcp()),
            BasePacket("IPv6/AH/TCP", .ipv6, .authentication, .tcp()),
            BasePacket(
                "IPv6/all extensions/UDP", .ipv6, .extension6(0), .extension6(60), .extension6(43),
                .fragment6(1), .authentication, .extension6(60), .udp),
            BasePacket("IPv4/IPv4/TCP", .ipv4(), .ipv4(), .tcp()),
            BasePacket("IPv4/IPv6/UDP", .ipv4(), .ipv6, .udp),
            BasePacket("IPv6/IPv4/TCP", .ipv6, .ipv4(), .tcp()),
            BasePacket("IPv6/IPv6/UDP", .ipv6, .ipv6, .udp),
            BasePacket("IPv4/GRE/IPv4/TCP", .ipv4(), .gre(flags: 0), .ipv4(), .tcp()),
            BasePacket("IPv4/GRE with key/IPv6/UDP", .ipv4(), .gre(flags: key), .ipv6, .udp),
            BasePacket(
                "IPv6/GRE with all/IPv4/UDP", .ipv6, .gre(flags: everything), .ipv4(), .udp),
            BasePacket(
                "IPv4/GRE/Ethernet/IPv4/TCP", .ipv4(), .gre(flags: 0), .ethernet, .ipv4(), .tcp()),
            BasePacket("MPLS/IPv4/TCP", .mpls, .ipv4(), .tcp()),
            BasePacket("3 MPLS/IPv6/UDP", .mpls, .mpls, .mpls, .ipv6, .udp),
        ]
    }()
}
