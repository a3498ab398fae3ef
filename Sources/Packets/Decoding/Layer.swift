// SPDX-License-Identifier: Apache-2.0

/// A header in a packet: which protocol, and where it begins.
///
/// At least its first byte is in the packet; nothing more is promised.
public struct Layer: Equatable, Sendable {
    public let kind: Kind
    public let offset: Int

    /// By the names that Wireshark gives them.
    public enum Kind: String, CaseIterable, Sendable {
        case frame
        case ethernet = "eth"
        case vlan
        case mpls
        case arp
        case ip
        case ipv6
        case hopByHop = "ipv6.hopopts"
        case routing = "ipv6.routing"
        case fragment = "ipv6.fraghdr"
        case destination = "ipv6.dstopts"
        case mobility = "mipv6"
        case authentication = "ah"
        case gre
        case tcp
        case udp
        case sctp
        case icmp
        case icmpv6
    }
}

extension Layer.Kind {
    /// What an Ethernet type announces.
    init?(etherType: UInt64) {
        switch etherType {
        case 0x0800: self = .ip
        case 0x0806: self = .arp
        case 0x8100, 0x88a8, 0x9100: self = .vlan
        case 0x86dd: self = .ipv6
        case 0x8847, 0x8848: self = .mpls
        case 0x6558: self = .ethernet
        default: return nil
        }
    }

    /// What an IP header announces; extension headers only behind IPv6.
    init?(ipProtocol: UInt64, behindV6: Bool) {
        switch ipProtocol {
        case 1: self = .icmp
        case 4: self = .ip
        case 6: self = .tcp
        case 17: self = .udp
        case 41: self = .ipv6
        case 47: self = .gre
        case 51: self = .authentication
        case 58: self = .icmpv6
        case 132: self = .sctp
        case 0 where behindV6: self = .hopByHop
        case 43 where behindV6: self = .routing
        case 44 where behindV6: self = .fragment
        case 60 where behindV6: self = .destination
        case 135 where behindV6: self = .mobility
        default: return nil
        }
    }
}
