// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// What has to be made for a path.
///
///     client1 --.                                        .-- server1
///                router [queue] ---- [queue back] exit
///     client2 --'                                        '-- server2
///
/// One client and one server need no exit: the router has both queues then. With netem
/// there is an exit in any case, so that a queue and a delay never share a device.
public struct Layout: Equatable, Sendable {
    public private(set) var stations: [String] = []
    public private(set) var cables: [Cable] = []
    public private(set) var routes: [RouteOf] = []
    public private(set) var bottlenecks: [Bottleneck] = []
    public let path: Path

    /// Two devices joined to each other.
    public struct Cable: Equatable, Sendable {
        public var left: End
        public var right: End
    }

    public struct End: Equatable, Sendable {
        public let station: String
        public let device: String
        public let address: IPAddress
        public let prefix: UInt8
    }

    public struct RouteOf: Equatable, Sendable {
        public let station: String
        public let route: Route
    }

    public init(_ path: Path, needsExit: Bool = false) {
        self.path = path
        let clients = (1...path.clients).map { "client\($0)" }
        let servers = (1...path.servers).map { "server\($0)" }
        guard !path.isDirect || needsExit else {
            stations = clients + servers
            join(clients[0], "eth0", servers[0], "eth0", net: 0, 1)
            return
        }
        let hasExit = needsExit || path.clients > 1 || path.servers > 1
        let exit = hasExit ? "exit" : "router"
        stations = clients + ["router"] + (hasExit ? ["exit"] : []) + servers
        for (index, client) in clients.enumerated() {
            join(client, "eth0", "router", "to-\(client)", net: 1, index + 1)
            lead(client, by: cables[cables.count - 1].right.address)
        }
        if hasExit {
            join("router", "to-exit", "exit", "to-router", net: 3, 0)
            lead("router", by: cables[cables.count - 1].right.address)
            lead("exit", by: cables[cables.count - 1].left.address)
        }
        for (index, server) in servers.enumerated() {
            join(server, "eth0", exit, "to-\(server)", net: 2, index + 1)
            lead(server, by: cables[cables.count - 1].right.address)
        }
        guard let rate = path.rate else { return }
        let (forth, back) = hasExit ? ("to-exit", "to-router") : ("to-server1", "to-client1")
        bottlenecks = [
            Bottleneck(path, at: rate.forth, station: "router", device: forth, isBack: false),
            Bottleneck(path, at: rate.back, station: exit, device: back, isBack: true),
        ]
    }

    private mutating func join(
        _ left: String, _ leftDevice: String, _ right: String, _ rightDevice: String, net: Int,
        _ number: Int
    ) {
        func end(_ station: String, _ device: String, _ host: Int) -> End {
            switch path.family {
            case .v4:
                let address = 10 << 24 | net << 16 | number << 8 | host
                return End(
                    station: station, device: device, address: IPAddress(v4: UInt32(address)),
                    prefix: 24)
            case .v6:
                let high = UInt64(0xfd00) << 48 | UInt64(net) << 32 | UInt64(number) << 16
                return End(
                    station: station, device: device,
                    address: IPAddress(high: high, low: UInt64(host)), prefix: 64)
            }
        }
        cables.append(Cable(left: end(left, leftDevice, 2), right: end(right, rightDevice, 1)))
    }

    private mutating func lead(_ station: String, by gateway: IPAddress) {
        routes.append(RouteOf(station: station, route: Route(by: gateway)))
    }
}

extension Layout {
    /// The address of a client or a server.
    public func address(of station: String) -> IPAddress? {
        for cable in cables {
            if cable.left.station == station { return cable.left.address }
            if cable.right.station == station { return cable.right.address }
        }
        return nil
    }

    public var clients: [String] { stations.filter { $0.hasPrefix("client") } }
    public var servers: [String] { stations.filter { $0.hasPrefix("server") } }
    public var routers: [String] { stations.filter { $0 == "router" || $0 == "exit" } }

    /// The devices of a station.
    public func devices(of station: String) -> [String] {
        cables.flatMap { [$0.left, $0.right] }.filter { $0.station == station }.map(\.device)
    }

    /// How long a segment may be that a sender hands over; nil where nothing limits it.
    ///
    /// A segment is queued, dropped and sent whole. So it must be small beside the queue,
    /// and short beside what is measured, or a slow path would be all jumps.
    public var longestSegment: UInt32? {
        guard path.offloads, !bottlenecks.isEmpty else { return nil }
        let smallest = bottlenecks.map(\.longestSegment).min() ?? 65_536
        return smallest < 65_536 ? smallest : nil
    }
}
