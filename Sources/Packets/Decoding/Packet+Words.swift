// SPDX-License-Identifier: Apache-2.0

extension Packet {
    /// What it is, in a few words: `IPv4 10.0.0.1:80 > 10.0.0.2:443 TCP 74 B`.
    ///
    /// Of headers within headers the first and the last are named, and the
    /// others between them counted.
    public var words: String {
        bytes.withUnsafeBytes { bytes in
            var account = PacketAccount(bytes)
            for layer in Layers(bytes) { account.add(layer) }
            return account.words
        }
    }
}

/// What has been met on the way through a packet.
private struct PacketAccount {
    private let bytes: UnsafeRawBufferPointer
    private var networks: [Layer] = []
    private var transport: Layer?
    private var type: UInt64?
    private var hasARP = false
    private var tags = 0
    private var labels = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func add(_ layer: Layer) {
        switch layer.kind {
        case .ethernet: type = bytes.bits((layer.offset + 12) * 8, 16)
        case .vlan:
            tags += 1
            type = bytes.bits((layer.offset + 2) * 8, 16)
        case .mpls: labels += 1
        case .arp: hasARP = true
        case .ip, .ipv6: networks.append(layer)
        case .tcp, .udp, .sctp, .icmp, .icmpv6: transport = layer
        case .frame, .hopByHop, .routing, .fragment, .destination, .mobility, .authentication, .gre:
            break
        }
    }

    var words: String {
        var parts: [String] = []
        if tags > 0 { parts.append(tags == 1 ? "VLAN" : "\(tags) VLANs") }
        if labels > 0 { parts.append(labels == 1 ? "MPLS" : "\(labels) MPLS labels") }
        if hasARP { parts.append("ARP") }
        if let first = networks.first, let last = networks.last {
            var hops = [network(first, isLast: networks.count == 1)]
            if networks.count > 2 { hops.append("\(networks.count - 2) more") }
            if networks.count > 1 { hops.append(network(last, isLast: true)) }
            parts.append(hops.joined(separator: " / "))
        } else if !hasARP {
            parts.append(typeWords)
        }
        if let transport { parts.append(Self.names[transport.kind] ?? transport.kind.rawValue) }
        return parts.joined(separator: " ") + " \(bytes.count) B"
    }

    private var typeWords: String {
        guard let type else { return "no whole Ethernet header" }
        return type < 1536 ? "802.3" : "type 0x" + hexadecimal(type, digits: 4)
    }

    private func network(_ layer: Layer, isLast: Bool) -> String {
        let isV4 = layer.kind == .ip
        var words = isV4 ? "IPv4" : "IPv6"
        let bit = layer.offset * 8
        if isV4, let length = bytes.bits(bit + 4, 4), length < 5 { words += " ihl \(length)" }
        let size = isV4 ? 4 : 16
        let source = layer.offset + (isV4 ? 12 : 8)
        guard source + 2 * size <= bytes.count else { return words + " cut" }
        let ports = isLast ? ports : nil
        words += " " + address(source, size, ports?.source) + " > "
        words += address(source + size, size, ports?.destination)
        if isV4, let offset = bytes.bits(bit + 51, 13), offset > 0 {
            words += " fragment at \(offset * 8)"
        }
        return words
    }

    private func address(_ offset: Int, _ size: Int, _ port: UInt64?) -> String {
        let words = Address.words(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
        guard let port else { return words }
        return size == 16 ? "[\(words)]:\(port)" : "\(words):\(port)"
    }

    private var ports: (source: UInt64, destination: UInt64)? {
        guard let transport, [.tcp, .udp, .sctp].contains(transport.kind),
            let source = bytes.bits(transport.offset * 8, 16),
            let destination = bytes.bits(transport.offset * 8 + 16, 16)
        else { return nil }
        return (source, destination)
    }

    private static let names: [Layer.Kind: String] = [
        .tcp: "TCP", .udp: "UDP", .sctp: "SCTP", .icmp: "ICMP", .icmpv6: "ICMPv6",
    ]
}

func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
}
