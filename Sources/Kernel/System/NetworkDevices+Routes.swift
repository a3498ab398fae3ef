// SPDX-License-Identifier: Apache-2.0
/// A way to a network.
public struct Route: Equatable, Sendable {
    /// Where to; none is anywhere.
    public var destination: IPAddress?
    public var prefix: UInt8 = 0
    /// By what; none: what is on the cable of `device`.
    public var gateway: IPAddress?
    public var device: String?
    /// The congestion control of connections that take this route and name none.
    public var congestionControl: String?

    public init(
        to destination: IPAddress? = nil, prefix: UInt8 = 0, by gateway: IPAddress? = nil,
        device: String? = nil, congestionControl: String? = nil
    ) {
        self.destination = destination
        self.prefix = prefix
        self.gateway = gateway
        self.device = device
        self.congestionControl = congestionControl
    }
}

extension NetworkDevices {
    /// Adds a route, in the place of one to the same network where there is one.
    public mutating func setRoute(_ route: Route) throws(KernelError) {
        let replace: UInt16 = 0x100
        let flags = NetlinkMessage.Flag.create | replace | NetlinkMessage.Flag.acknowledge
        var message = NetlinkMessage(type: Request.newRoute, flags: flags)
        guard let family = (route.gateway ?? route.destination)?.family else {
            preconditionFailure("a route leads somewhere, or by somebody")
        }
        // `struct rtmsg`: table main (254), by an administrator (4), unicast; from where it
        // is anywhere (0), or only this cable (253).
        let prefix = route.destination == nil ? 0 : route.prefix
        let scope: UInt8 = route.gateway == nil ? 253 : 0
        for byte in [family, prefix, 0, 0, 254, 4, scope, 1] { message.add(byte) }
        message.add(UInt32(0))
        if let destination = route.destination {
            message.attribute(RouteAttribute.destination, destination.bytes)
        }
        if let gateway = route.gateway { message.attribute(RouteAttribute.gateway, gateway.bytes) }
        if let device = route.device {
            message.attribute(RouteAttribute.device, number: try index(of: device))
        }
        if let name = route.congestionControl {
            message.nest(RouteAttribute.metrics) {
                $0.attribute(RouteAttribute.congestionControl, text: name)
            }
        }
        try socket.change(message, "add a route \(route.words)")
    }

    private enum RouteAttribute {
        static let destination: UInt16 = 1
        static let device: UInt16 = 4
        static let gateway: UInt16 = 5
        static let metrics: UInt16 = 8
        static let congestionControl: UInt16 = 16
    }
}

extension Route {
    var words: String {
        let to = destination.map { "to \($0)/\(prefix)" } ?? "to anywhere"
        let by = gateway.map { " by \($0)" } ?? ""
        let through = device.map { " through \($0)" } ?? ""
        let with = congestionControl.map { " with \($0)" } ?? ""
        return to + by + through + with
    }
}

extension NetworkDevices {
    /// Removes a route to a network.
    public mutating func removeRoute(
        to destination: IPAddress, prefix: UInt8
    ) throws(KernelError) {
        var message = NetlinkMessage(
            type: Request.newRoute + 1, flags: NetlinkMessage.Flag.acknowledge)
        for byte in [destination.family, prefix, 0, 0, 254, 0, 255, 0] { message.add(byte) }
        message.add(UInt32(0))
        message.attribute(RouteAttribute.destination, destination.bytes)
        try socket.change(message, "remove the route to \(destination)/\(prefix)")
    }
}
