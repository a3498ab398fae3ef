// SPDX-License-Identifier: Apache-2.0

extension Field {
    /// Every field that has a name, outermost protocol first.
    public static let all = frame + ipv4 + ipv6 + tunnels + transport

    /// Its bits are counted by the decoder, not read.
    static let frameLength = Field(
        "frame.len", .frame, 0..<32, meaning: "bytes that the capture holds")

    private static let frame = [
        frameLength,
        Field("eth.type", .ethernet, 96..<112),
        Field("vlan.priority", .vlan, 0..<3),
        Field("vlan.dei", .vlan, 3..<4),
        Field("vlan.id", .vlan, 4..<16),
        Field("vlan.etype", .vlan, 16..<32, meaning: "the type behind the tag"),
        Field("mpls.label", .mpls, 0..<20),
        Field("mpls.exp", .mpls, 20..<23),
        Field("mpls.bottom", .mpls, 23..<24),
        Field("mpls.ttl", .mpls, 24..<32),
        Field("arp.opcode", .arp, 48..<64),
    ]

    private static let ipv4 = [
        Field("ip.version", .ip, 0..<4),
        Field("ip.ihl", .ip, 4..<8, meaning: "the header's length in 32-bit words"),
        Field("ip.hdr_len", .ip, 4..<8, unit: 4, meaning: "the header's length in bytes"),
        Field("ip.dsfield", .ip, 8..<16),
        Field("ip.dsfield.dscp", .ip, 8..<14),
        Field("ip.dsfield.ecn", .ip, 14..<16),
        Field("ip.len", .ip, 16..<32),
        Field("ip.id", .ip, 32..<48),
        Field("ip.flags", .ip, 48..<51),
        Field("ip.flags.rb", .ip, 48..<49, meaning: "the bit that is reserved"),
        Field("ip.flags.df", .ip, 49..<50),
        Field("ip.flags.mf", .ip, 50..<51),
        Field("ip.frag_offset", .ip, 51..<64, meaning: "in units of 8 bytes, as it is written"),
        Field("ip.ttl", .ip, 64..<72),
        Field("ip.proto", .ip, 72..<80),
        Field("ip.checksum", .ip, 80..<96),
        Field("ip.src", .ip, 96..<128),
        Field("ip.dst", .ip, 128..<160),
        Field("ip.addr", .ip, 96..<128, 128..<160, meaning: "source or destination"),
    ]

    private static let ipv6 = [
        Field("ipv6.version", .ipv6, 0..<4),
        Field("ipv6.tclass", .ipv6, 4..<12),
        Field("ipv6.flow", .ipv6, 12..<32),
        Field("ipv6.plen", .ipv6, 32..<48),
        Field("ipv6.nxt", .ipv6, 48..<56),
        Field("ipv6.hlim", .ipv6, 56..<64),
        Field("ipv6.src", .ipv6, 64..<192),
        Field("ipv6.dst", .ipv6, 192..<320),
        Field("ipv6.addr", .ipv6, 64..<192, 192..<320, meaning: "source or destination"),
        Field("ipv6.hopopts.nxt", .hopByHop, 0..<8),
        Field(
            "ipv6.hopopts.len", .hopByHop, 8..<16,
            meaning: "in units of 8 bytes, the first not counted"),
        Field("ipv6.routing.nxt", .routing, 0..<8),
        Field(
            "ipv6.routing.len", .routing, 8..<16,
            meaning: "in units of 8 bytes, the first not counted"),
        Field("ipv6.routing.type", .routing, 16..<24),
        Field("ipv6.routing.segleft", .routing, 24..<32),
        Field("ipv6.fraghdr.nxt", .fragment, 0..<8),
        Field(
            "ipv6.fraghdr.offset", .fragment, 16..<29,
            meaning: "in units of 8 bytes, as it is written"),
        Field("ipv6.fraghdr.more", .fragment, 31..<32),
        Field("ipv6.fraghdr.ident", .fragment, 32..<64),
        Field("ipv6.dstopts.nxt", .destination, 0..<8),
        Field(
            "ipv6.dstopts.len", .destination, 8..<16,
            meaning: "in units of 8 bytes, the first not counted"),
        Field("mipv6.nxt", .mobility, 0..<8),
        Field("mipv6.len", .mobility, 8..<16),
        Field("ah.nxt", .authentication, 0..<8),
        Field(
            "ah.length", .authentication, 8..<16,
            meaning: "in 32-bit words, the first two not counted"),
        Field("ah.spi", .authentication, 32..<64),
    ]

    private static let tunnels = [
        Field("gre.flags_and_version", .gre, 0..<16),
        Field("gre.flags.checksum", .gre, 0..<1),
        Field("gre.flags.routing", .gre, 1..<2),
        Field("gre.flags.key", .gre, 2..<3),
        Field("gre.flags.sequence_number", .gre, 3..<4),
        Field("gre.flags.version", .gre, 13..<16),
        Field("gre.proto", .gre, 16..<32),
    ]

    private static let transport = [
        Field("tcp.srcport", .tcp, 0..<16),
        Field("tcp.dstport", .tcp, 16..<32),
        Field("tcp.sport", .tcp, 0..<16, meaning: "the same as tcp.srcport"),
        Field("tcp.dport", .tcp, 16..<32, meaning: "the same as tcp.dstport"),
        Field("tcp.port", .tcp, 0..<16, 16..<32, meaning: "source or destination"),
        Field("tcp.seq", .tcp, 32..<64, meaning: "as it is written, not from the first one on"),
        Field("tcp.ack", .tcp, 64..<96, meaning: "as it is written, not from the first one on"),
        Field("tcp.doff", .tcp, 96..<100, meaning: "the header's length in 32-bit words"),
        Field("tcp.hdr_len", .tcp, 96..<100, unit: 4, meaning: "the header's length in bytes"),
        Field("tcp.flags", .tcp, 100..<112),
        Field("tcp.flags.cwr", .tcp, 104..<105),
        Field("tcp.flags.ece", .tcp, 105..<106),
        Field("tcp.flags.urg", .tcp, 106..<107),
        Field("tcp.flags.ack", .tcp, 107..<108),
        Field("tcp.flags.push", .tcp, 108..<109),
        Field("tcp.flags.reset", .tcp, 109..<110),
        Field("tcp.flags.syn", .tcp, 110..<111),
        Field("tcp.flags.fin", .tcp, 111..<112),
        Field("tcp.window_size_value", .tcp, 112..<128),
        Field("tcp.checksum", .tcp, 128..<144),
        Field("tcp.urgent_pointer", .tcp, 144..<160),
        Field("udp.srcport", .udp, 0..<16),
        Field("udp.dstport", .udp, 16..<32),
        Field("udp.sport", .udp, 0..<16, meaning: "the same as udp.srcport"),
        Field("udp.dport", .udp, 16..<32, meaning: "the same as udp.dstport"),
        Field("udp.port", .udp, 0..<16, 16..<32, meaning: "source or destination"),
        Field("udp.length", .udp, 32..<48),
        Field("udp.checksum", .udp, 48..<64),
        Field("sctp.srcport", .sctp, 0..<16),
        Field("sctp.dstport", .sctp, 16..<32),
        Field("sctp.port", .sctp, 0..<16, 16..<32, meaning: "source or destination"),
        Field("sctp.verification_tag", .sctp, 32..<64),
        Field("sctp.checksum", .sctp, 64..<96),
        Field("icmp.type", .icmp, 0..<8),
        Field("icmp.code", .icmp, 8..<16),
        Field("icmp.checksum", .icmp, 16..<32),
        Field("icmpv6.type", .icmpv6, 0..<8),
        Field("icmpv6.code", .icmpv6, 8..<16),
        Field("icmpv6.checksum", .icmpv6, 16..<32),
    ]
}
