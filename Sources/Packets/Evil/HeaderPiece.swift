// SPDX-License-Identifier: Apache-2.0

/// One header of a packet that is about to be made, well-formed.
enum HeaderPiece: Hashable, Sendable {
    case ethernet
    case vlan(type: UInt16)
    case mpls
    case arp
    /// Options fill up to 40 bytes; flags and fragment offset as they are written.
    case ipv4(options: [UInt8] = [], fragment: UInt16 = 0)
    case ipv6
    /// Hop-by-hop, routing, destination or mobility, by its number.
    case extension6(UInt8)
    case fragment6(UInt16)
    case authentication
    case gre(flags: UInt16)
    case tcp(options: [UInt8] = [])
    case udp
    case sctp
    case icmp
    case icmpv6

    /// A frame of these headers, each announcing the next, around a payload.
    static func frame(_ pieces: [HeaderPiece], payload: Int = 16) -> [UInt8] {
        var rest = (0..<payload).map { UInt8(truncatingIfNeeded: 0xa0 + $0) }
        var next: HeaderPiece?
        for piece in ([.ethernet] + pieces).reversed() {
            rest = piece.header(before: next, rest.count) + rest
            next = piece
        }
        IPv4Checksum.seal(&rest)
        return rest
    }

    /// By what number an Ethernet type announces it.
    private var etherType: UInt16 {
        switch self {
        case .ethernet: 0x6558
        case .vlan(let type): type
        case .mpls: 0x8847
        case .arp: 0x0806
        case .ipv6: 0x86dd
        default: 0x0800
        }
    }

    /// By what number an IP header announces it.
    private var ipProtocol: UInt8 {
        switch self {
        case .ipv4: 4
        case .ipv6: 41
        case .extension6(let number): number
        case .fragment6: 44
        case .authentication: 51
        case .gre: 47
        case .tcp: 6
        case .udp: 17
        case .sctp: 132
        case .icmp: 1
        case .icmpv6: 58
        case .ethernet, .vlan, .mpls, .arp: 253  // for experiments; no one decodes it
        }
    }

    private func header(before next: HeaderPiece?, _ rest: Int) -> [UInt8] {
        let type = (next?.etherType ?? 0x88b5).bytes  // for experiments
        let number = next?.ipProtocol ?? 59  // nothing follows
        switch self {
        case .ethernet: return [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + type
        case .vlan: return [0x00, 0x05] + type
        case .mpls: return [0, 1, next == .mpls ? 0x00 : 0x01, 64]
        case .arp: return [0, 1, 8, 0, 6, 4, 0, 1] + [UInt8](repeating: 1, count: 20)
        case .ipv4(let options, let fragment):
            return ipv4(options, fragment, next == nil ? 253 : number, rest)
        case .ipv6:
            return [0x60, 0x01, 0x23, 0x45] + UInt16(clamping: rest).bytes + [number, 64]
                + address6(1) + address6(2)
        case .extension6: return [number, 0, 1, 4, 0, 0, 0, 0]  // one option that pads
        case .fragment6(let offset): return [number, 0] + offset.bytes + [0, 0, 0, 7]
        case .authentication: return [number, 4] + [UInt8](repeating: 1, count: 22)
        case .gre(let flags):
            let optional = [0x8000, 0x2000, 0x1000].count { flags & $0 != 0 }
            return flags.bytes + type + [UInt8](repeating: 0, count: 4 * optional)
        case .tcp, .udp, .sctp, .icmp, .icmpv6: return transport(rest)
        }
    }

    private func transport(_ rest: Int) -> [UInt8] {
        let ports: [UInt8] = [0x9c, 0x40, 0x01, 0xbb]  // 40000 to 443
        switch self {
        case .tcp(let options):
            let length = UInt8(5 + options.count / 4) << 4
            let fixed: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 2, length, 0x10, 0xff, 0xff, 0, 0, 0, 0]
            return ports + fixed + options
        case .udp: return ports + UInt16(clamping: rest + 8).bytes + [0, 0]
        case .sctp: return ports + [0, 0, 0, 1, 0, 0, 0, 0]
        case .icmp: return [8, 0, 0, 0, 0, 1, 0, 1]
        default: return [128, 0, 0, 0, 0, 1, 0, 1]
        }
    }

    private func ipv4(
        _ options: [UInt8], _ fragment: UInt16, _ number: UInt8, _ rest: Int
    ) -> [UInt8] {
        let size = 20 + options.count
        // Piece by piece: in one expression it takes Swift 6.0 too long to find the types.
        var header: [UInt8] = [0x40 | UInt8(size / 4), 0]
        header += UInt16(clamping: size + rest).bytes
        header += [0, 1]
        header += fragment.bytes
        header += [64, number, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
        return header + options
    }

    private func address6(_ last: UInt8) -> [UInt8] {
        [0xfd] + [UInt8](repeating: 0, count: 14) + [last]
    }
}

extension UInt16 {
    /// In the network's order.
    fileprivate var bytes: [UInt8] {
        [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)]
    }
}
