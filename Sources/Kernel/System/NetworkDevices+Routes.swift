// SPDX-License-Identifier: Apache-2.0
/// A way to a network.
public struct Route: Equatable, Sendable {
    /// Where to; none is anywhere.
    public var destination: IPAddress?
    public var prefix: UInt8 = 0
    public var gateway: IPAddress

    public init(
        to destination: IPAddress? = nil, prefix: UInt8 = 0, by gateway: IPAddress
    ) {
        self.destination = destination
        self.prefix = prefix
        self.gateway = gateway
    }
}

extension NetworkDevices {
    /// Adds a route, in the place of one to the same network where there is one.
    public mutating func setRoute(_ route: Route) throws(KernelError) {
        let replace: UInt16 = 0x100
        let flags = NetlinkMessage.Flag.create | replace | NetlinkMessage.Flag.acknowledge
        var message = NetlinkMessage(type: Request.newRoute, flags: flags)
        // `struct rtmsg`: table main (254), by an administrator (4), to anywhere, unicast.
        let prefix = route.destination == nil ? 0 : route.prefix
        for byte in [route.gateway.family, prefix, 0, 0, 254, 4, 0, 1] { message.add(byte) }
        message.add(UInt32(0))
        if let destination = route.destination {
            message.attribute(RouteAttribute.destination, destination.bytes)
        }
        message.attribute(RouteAttribute.gateway, route.gateway.bytes)
        let subject = route.destination.map { "\($0)/\(route.prefix)" } ?? "anywhere"
        try socket.change(message, "add a route to \(subject) by \(route.gateway)")
    }

    private enum RouteAttribute {
        static let destination: UInt16 = 1
        static let gateway: UInt16 = 5
    }
}
