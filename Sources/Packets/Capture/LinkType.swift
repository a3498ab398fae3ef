// SPDX-License-Identifier: Apache-2.0

/// What a captured frame begins with, by the number that captures use.
public struct LinkType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let ethernet = LinkType(rawValue: 1)

    /// Frames that begin with an IP header. They are read with an Ethernet header
    /// put in front, as a program on an Ethernet device would see them.
    var isRawIP: Bool { [12, 14, 101, 228, 229].contains(rawValue) }

    var canBeRead: Bool { self == .ethernet || isRawIP }
}

extension LinkType: CustomStringConvertible {
    public var description: String {
        LinkType.names[rawValue].map { "\($0) (\(rawValue))" } ?? "number \(rawValue)"
    }

    /// Those that people meet.
    private static let names: [UInt16: String] = [
        0: "BSD loopback", 1: "Ethernet", 6: "token ring", 8: "SLIP", 9: "PPP", 10: "FDDI",
        12: "raw IP", 14: "raw IP", 50: "PPP in HDLC", 51: "PPPoE", 101: "raw IP",
        104: "Cisco HDLC",
        105: "802.11", 107: "Frame Relay", 108: "OpenBSD loopback", 113: "Linux cooked",
        117: "OpenBSD packet filter log", 119: "802.11 with Prism", 127: "802.11 with radiotap",
        187: "Bluetooth", 189: "Linux USB", 192: "per-packet information", 195: "802.15.4",
        201: "Bluetooth", 220: "Linux USB", 227: "SocketCAN", 228: "raw IPv4", 229: "raw IPv6",
        239: "Netfilter log", 247: "InfiniBand", 249: "USBPcap", 253: "Netlink",
        276: "Linux cooked, version 2",
    ]
}
