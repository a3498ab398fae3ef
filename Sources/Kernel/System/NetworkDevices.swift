// SPDX-License-Identifier: Apache-2.0
/// Makes and changes the devices of one network namespace, as `ip` does.
public struct NetworkDevices: ~Copyable, Sendable {
    var socket: NetlinkSocket

    public init(in namespace: borrowing NetworkNamespace) throws(KernelError) {
        socket = try NetlinkSocket(.route, in: namespace)
    }

    enum Request {
        static let newLink: UInt16 = 16
        static let deleteLink: UInt16 = 17
        static let getLink: UInt16 = 18
        static let newAddress: UInt16 = 20
        static let newRoute: UInt16 = 24
    }

    private static let up: UInt32 = 1

    /// Makes a pair of veth devices: `name` here and `peer` in `other`. Both are down.
    ///
    /// Either one takes the other along when it is deleted or its namespace ends.
    public mutating func createPair(
        _ name: String, _ peer: String, in other: borrowing NetworkNamespace
    ) throws(KernelError) {
        let flags = NetlinkMessage.Flag.create | NetlinkMessage.Flag.exclusive
        let message = other.withRaw { namespace in
            var message = linkMessage(Request.newLink, flags, name)
            message.nest(Attribute.linkInfo) { link in
                link.attribute(Attribute.kind, "veth".utf8)
                link.nest(Attribute.data) { data in
                    data.nest(Attribute.vethPeer) { end in
                        end.addZeros(16)  // Its own `struct ifinfomsg`.
                        end.attribute(Attribute.name, text: peer)
                        end.attribute(Attribute.namespace, number: UInt32(namespace))
                    }
                }
            }
            return message
        }
        try socket.change(message, "make the devices \(name) and \(peer)")
    }

    public mutating func setUp(_ name: String) throws(KernelError) {
        let message = linkMessage(Request.newLink, 0, name, flags: NetworkDevices.up)
        try socket.change(message, "set \(name) up")
    }

    public mutating func setMTU(_ mtu: UInt32, of name: String) throws(KernelError) {
        var message = linkMessage(Request.newLink, 0, name)
        message.attribute(Attribute.mtu, number: mtu)
        try socket.change(message, "set the MTU of \(name) to \(mtu)")
    }

    /// Gives the device an address, at once usable, and a route to its network.
    public mutating func add(
        _ address: IPAddress, prefix: UInt8, to name: String
    ) throws(KernelError) {
        let index = try index(of: name)
        let flags = NetlinkMessage.Flag.create | NetlinkMessage.Flag.exclusive
        // An IPv6 address would first ask around for a second or two whether it is taken.
        let withoutDetection: UInt8 = address.isV4 ? 0 : 2
        var message = NetlinkMessage(
            type: Request.newAddress, flags: flags | NetlinkMessage.Flag.acknowledge)
        for byte in [address.family, prefix, withoutDetection, 0] { message.add(byte) }
        message.add(index)
        message.attribute(1, address.bytes)
        message.attribute(2, address.bytes)
        try socket.change(message, "give \(name) the address \(address)/\(prefix)")
    }

    /// Sends what has no route of its own by way of `gateway`.
    public mutating func addDefaultRoute(by gateway: IPAddress) throws(KernelError) {
        try setRoute(Route(by: gateway))
    }

    public mutating func delete(_ name: String) throws(KernelError) {
        try socket.change(linkMessage(Request.deleteLink, 0, name), "delete the device \(name)")
    }

    /// The kernel's number for a device.
    public mutating func index(of name: String) throws(KernelError) -> UInt32 {
        var index: UInt32 = 0
        try socket.dump(linkMessage(Request.getLink, 0, name), "find the device \(name)") {
            _, payload in
            if payload.count >= 8 {
                index = payload.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
            }
        }
        guard index != 0 else {
            throw KernelError("find the device \(name)", .said("the kernel gave no number"))
        }
        return index
    }

    enum Attribute {
        static let name: UInt16 = 3
        static let mtu: UInt16 = 4
        static let longestSegment: UInt16 = 41
        static let linkInfo: UInt16 = 18
        static let kind: UInt16 = 1
        static let data: UInt16 = 2
        static let vethPeer: UInt16 = 1
        static let namespace: UInt16 = 28
    }

    /// A `struct ifinfomsg` for the device of a name; `flags` are the ones to set.
    func linkMessage(
        _ type: UInt16, _ how: UInt16, _ name: String, flags: UInt32 = 0
    ) -> NetlinkMessage {
        var message = NetlinkMessage(type: type, flags: how | NetlinkMessage.Flag.acknowledge)
        message.addZeros(8)
        message.add(flags)
        message.add(flags)
        message.attribute(Attribute.name, text: name)
        return message
    }
}

extension IPAddress {
    var family: UInt8 {
        (isV4 ? TCPSocket.Family.v4 : .v6).rawValue
    }
}
