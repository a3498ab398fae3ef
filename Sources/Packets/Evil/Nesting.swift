// SPDX-License-Identifier: Apache-2.0

/// Ways to put headers into headers.
enum Nesting: String, CaseIterable, Sendable {
    case ipv4InIPv4 = "IPv4"
    case ipv6InIPv6 = "IPv6"
    case alternating = "IPv6 in IPv4"
    case gre = "GRE"
    case ethernetInGRE = "Ethernet in GRE"
    case vlan = "VLAN"
    case serviceTag = "802.1ad"
    case mpls = "MPLS"
    case hopByHop = "hop-by-hop"
    case routing = "routing"
    case destination = "destination"
    case fragment = "fragment header"
    case authentication = "AH"
    case mixed = "mixed"

    static let deepest = 50

    /// What is at the innermost IPv4 header.
    enum Ending: String, CaseIterable, Sendable {
        case whole, noHeaderLength = "ip.ihl = 0", cutBefore = "cut before the last header",
            cutInside = "cut inside the last header", wrongVersion = "ip.version = 15"
    }

    func frame(_ depth: Int, _ ending: Ending) -> [UInt8] {
        let levels = (0..<depth).flatMap { level($0, of: depth) }
        var bytes = HeaderPiece.frame(opening + levels + [.ipv4(), .tcp()])
        let last = bytes.count - 16 - 20 - 20  // payload, TCP, IPv4
        switch ending {
        case .whole: break
        case .noHeaderLength: bytes[last] = 0x40
        case .wrongVersion: bytes[last] = 0xf5
        case .cutBefore: bytes.removeLast(bytes.count - last)
        case .cutInside: bytes.removeLast(bytes.count - last - 10)
        }
        return bytes
    }

    /// What must stand in front for the levels to be announced.
    private var opening: [HeaderPiece] {
        switch self {
        case .hopByHop, .routing, .destination, .fragment, .authentication: [.ipv6]
        default: []
        }
    }

    private func level(_ number: Int, of depth: Int) -> [HeaderPiece] {
        switch self {
        case .ipv4InIPv4: [.ipv4()]
        case .ipv6InIPv6: [.ipv6]
        case .alternating: number % 2 == 0 ? [.ipv4()] : [.ipv6]
        case .gre: [.ipv4(), .gre(flags: 0)]
        case .ethernetInGRE: [.ipv4(), .gre(flags: 0), .ethernet]
        case .vlan: [.vlan(type: 0x8100)]
        case .serviceTag: [.vlan(type: number == depth - 1 ? 0x8100 : 0x88a8)]
        case .mpls: [.mpls]
        case .hopByHop: [.extension6(0)]
        case .routing: [.extension6(43)]
        case .destination: [.extension6(60)]
        case .fragment: [.fragment6(0)]
        case .authentication: [.authentication]
        case .mixed:
            switch number % 4 {
            case 0: [.ipv4()]
            case 1: [.ipv6, .extension6(60)]
            case 2: [.ipv4(), .gre(flags: 0x2000)]
            default: [.ipv6]
            }
        }
    }
}
