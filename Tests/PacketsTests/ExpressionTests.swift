// SPDX-License-Identifier: Apache-2.0
import Spelling
import Testing

@testable import Packets

@Suite("An expression")
struct ExpressionTests {
    private func holds(_ text: String, _ frame: [UInt8]) throws -> Bool {
        try PacketExpression(text).holds(for: Packet(number: 1, bytes: frame))
    }

    @Test(
        "holds for a packet that is so",
        arguments: [
            "ip", "tcp", "eth.type == 0x0800", "ip.version == 4", "ip.ihl == 5", "ip.hdr_len == 20",
            "ip.len >= 40", "ip.ttl eq 64", "ip.proto == 6", "ip.src == 10.0.0.1",
            "ip.dst == 10.0.0.0/24", "ip.addr == 10.0.0.2", "ip.src != 10.0.0.2",
            "ip.src == 0.0.0.0/0", "tcp.srcport == 40000", "tcp.dport == 443", "tcp.port == 443",
            "tcp.flags.ack == 1", "tcp.flags == 0x010", "tcp.doff == 5", "frame.len == 70",
            "!udp", "not udp", "ip.ihl < 5 || tcp", "ip.ihl < 5 or tcp", "tcp && ip.ttl > 63",
            "!(ip.ihl < 5) and !(tcp.dport == 80)", "udp && arp || tcp", "ip.flags.mf == 0",
            "ip.frag_offset", "tcp.dport >= 0x1bb && tcp.dport le 443",
        ])
    func holding(_ text: String) throws {
        #expect(try holds(text, Made.tcp))
    }

    @Test(
        "does not hold for a packet that is not so",
        arguments: [
            "udp", "ip.version != 4", "ip.ihl < 5", "ip.src == 10.0.0.2", "ip.dst == 10.1.0.0/16",
            "vlan", "vlan.id == 5", "vlan.id != 5", "ipv6.hlim", "tcp && udp", "frame.len < 70",
            "!tcp || !ip", "udp || arp && tcp", "tcp.flags.syn == 1",
        ])
    func notHolding(_ text: String) throws {
        #expect(try !holds(text, Made.tcp))
    }

    @Test("looks into every header of a protocol, those in tunnels too")
    func tunnels() throws {
        var frame = HeaderPiece.frame([.ipv4(), .gre(flags: 0x2000), .ipv4(), .udp])
        #expect(try holds("gre.flags.key == 1 && udp.dstport == 443", frame))
        #expect(try !holds("ip.ihl < 5", frame))
        frame[14 + 20 + 8] = 0x42
        #expect(try holds("ip.ihl < 5", frame))
        #expect(try holds("ip.ihl == 5", frame))
        // Where the inner header does not say how long it is, nothing follows it.
        #expect(try !holds("udp", frame))
    }

    @Test("reads IPv6, its extension headers, tags and labels")
    func others() throws {
        let chain = HeaderPiece.frame([
            .vlan(type: 0x88a8), .vlan(type: 0x8100), .ipv6, .extension6(0), .extension6(43),
            .fragment6(1), .authentication, .udp,
        ])
        #expect(try holds("vlan.id == 5 && vlan.etype == 0x86dd", chain))
        #expect(try holds("ipv6.src == fd00::1 && ipv6.addr == fd00::/8", chain))
        #expect(try holds("ipv6.hopopts.nxt == 43 && ipv6.fraghdr.more == 1", chain))
        #expect(try holds("ipv6.routing && ah.length == 4 && udp.port == 443", chain))
        let later = HeaderPiece.frame([.ipv6, .fragment6(0x28), .udp])
        #expect(try holds("ipv6.fraghdr.offset == 5 && !udp", later))
        let labels = HeaderPiece.frame([.mpls, .mpls, .ipv4(), .sctp])
        #expect(try holds("mpls.label == 16 && mpls.bottom == 0 && sctp.dstport == 443", labels))
    }

    @Test("takes a packet that is too short to hold a field as one without it")
    func tooShort() throws {
        let cut = Array(Made.tcp.prefix(14 + 8))
        #expect(try holds("ip.ihl == 5", cut))
        #expect(try !holds("ip.ttl == 64", cut))
        #expect(try !holds("ip.ttl != 64", cut))
        #expect(try !holds("ip.src == 0.0.0.0/0", cut))
        #expect(try holds("!(ip.ttl == 64)", cut))
        #expect(try !holds("ip.frag_offset == 0", Array(cut.dropLast())))
        #expect(try !holds("eth.type", []))
        #expect(try holds("frame.len == 0", []))
    }

    @Test(
        "reads back as it is written",
        arguments: [
            "ip.ihl < 5", "!(ip.ttl == 1)", "(ip && tcp) || udp", "ip.src == 10.0.0.0/8",
            "ipv6.dst != fd00::1", "(ip.ihl < 5 || ip.version != 4) && tcp", "ipv6.fraghdr",
        ])
    func writing(_ text: String) throws {
        let expression = try PacketExpression(text)
        #expect("\(expression)" == text)
        #expect(try PacketExpression("\(expression)") == expression)
    }

    @Test(
        "that is none says where and what was expected",
        arguments: [
            (
                "ip.ihll < 5", "column 1: expected a field or a protocol, found \"ip.ihll\"",
                "did you mean \"ip.ihl\"?"
            ),
            (
                "ip.ihl <", "column 9: the text ends where a number, decimal or 0x... was expected",
                nil
            ),
            (
                "ip.ihl < 99",
                "column 10: expected a number up to 15, the most in ip.ihl, which is the header's length in 32-bit words, found \"99\"",
                nil
            ),
            ("ip.ihl < -1", "column 10: expected a number, decimal or 0x..., found \"-1\"", nil),
            ("ip.ihl < 5 tcp", "column 12: expected &&, || or nothing more, found \"tcp\"", nil),
            ("(tcp", "column 5: the text ends where \")\" was expected", nil),
            ("", "column 1: the text ends where a field or a protocol was expected", nil),
            ("tcp &&", "column 7: the text ends where a field or a protocol was expected", nil),
            (
                "ip.src < 10.0.0.1",
                "column 8: expected == or !=, for ip.src is an address, found \"<\"", nil
            ),
            (
                "ip.src == 10.0.0.0/33",
                "column 11: expected an IPv4 address, or a prefix of one, found \"10.0.0.0/33\"",
                nil
            ),
            (
                "ipv6.src == 10.0.0.1",
                "column 13: expected an IPv6 address, or a prefix of one, found \"10.0.0.1\"", nil
            ),
        ] as [(String, String, String?)])
    func misuse(_ text: String, _ words: String, _ hint: String?) throws {
        do throws(Misreading) {
            Issue.record("it was read as \(try PacketExpression(text))")
        } catch {
            #expect(error.description == "expression \"\(text)\": \(words)")
            if let hint { #expect(error.hint == hint) }
        }
    }

    @Test("that is very deep or very long is refused")
    func bounds() {
        let deep = String(repeating: "!(", count: 2000) + "tcp"
        #expect(throws: Misreading.self) { try PacketExpression(deep) }
        let long = String(repeating: "ip||", count: 2000) + "tcp"
        #expect(throws: Misreading.self) { try PacketExpression(long) }
    }

    @Test("of random words is read or refused, never more")
    func randomWords() throws {
        let words = [
            "ip", "tcp.port", "==", "<", "5", "0x", "10.0.0.1/8", "(", ")", "!", "&&", "||", "and",
            "not", ".", "/", ":", "\u{0}", "é", "=", "&",
        ]
        var read = 0
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 1...6)).map { _ in words[Int.random(in: 0..<words.count)]
            }
            guard let expression = try? PacketExpression(text.joined(separator: " ")) else {
                continue
            }
            read += 1
            #expect(try PacketExpression("\(expression)") == expression)
        }
        #expect(read > 0)
    }
}
