// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A router with two routes to one address, which chooses between them by the hash of
/// addresses and ports: by what a flow dissector says.
struct TwoRoutes {
    /// Far away, behind either route.
    private static let destination: [UInt8] = [10, 99, 9, 9]
    private static let names = ["gt_left", "gt_router", "gt_right"]
    /// Router solicitations and the like that go out beside the flows.
    static let stray = 12

    private let sender: RawSocket

    init(_ workspace: Workspace) throws {
        for name in TwoRoutes.names { _ = try NetworkNamespace.create(named: name) }
        try NetworkNamespace(named: "gt_router").run { () throws(KernelError) in
            try Sysctl("net.ipv4.ip_forward").write("1")
            try Sysctl("net.ipv4.fib_multipath_hash_policy").write("1")
        }
        try TwoRoutes.join("gt_left", "gt_router", "in", net: 1)
        try TwoRoutes.join("gt_router", "gt_right", "one", net: 2)
        try TwoRoutes.join("gt_router", "gt_right", "two", net: 3)
        let words = [
            "-n gt_left route add default via 10.99.1.2",
            "-n gt_right addr add 10.99.9.9/32 dev lo",
            """
            -n gt_router route add 10.99.9.9/32 nexthop via 10.99.2.2 dev one \
            nexthop via 10.99.3.2 dev two
            """,
        ]
        for line in words {
            let answer = try workspace.run(["ip"] + line.split(separator: " ").map(String.init))
            guard answer.status == 0 else {
                throw KernelError("ip \(line)", .said(answer.errors.joined(separator: "\n")))
            }
        }
        sender = try RawSocket(in: "gt_left")
        // So that both neighbours are known before anything is counted.
        _ = try counts(ofFlows: 64)
    }

    private static func join(_ one: String, _ other: String, _ device: String, net: UInt8) throws {
        var near = try NetworkDevices(in: NetworkNamespace(named: one))
        var far = try NetworkDevices(in: NetworkNamespace(named: other))
        try near.createPair(device, device, in: NetworkNamespace(named: other))
        try near.add(IPAddress([10, 99, net, 1]), prefix: 24, to: device)
        try far.add(IPAddress([10, 99, net, 2]), prefix: 24, to: device)
        try near.setUp(device)
        try far.setUp(device)
    }

    /// Sends one packet of each of so many UDP flows, and tells which route they took.
    ///
    /// A `length` is what UDP says of itself; IP takes no notice of it.
    func counts(ofFlows flows: Int, length: UInt16? = nil) throws -> [Int] {
        let before = try sent()
        for flow in 0..<flows {
            let udp = PacketBytes.udp(from: UInt16(10000 + flow), length: length)
            let packet = PacketBytes.ipv4(
                protocol: 17, from: [10, 99, 1, 1], to: TwoRoutes.destination, udp)
            try sender.send(packet, to: TwoRoutes.destination)
        }
        let start = Instant.now
        while true {
            let counts = zip(before, try sent()).map { $1 - $0 }
            if counts.reduce(0, +) >= flows || Instant.now.since(start) > .seconds(5) {
                return counts
            }
            Duration.milliseconds(5).pause()
        }
    }

    /// Packets that have left the router by each route: the tenth number of a device's line.
    private func sent() throws -> [Int] {
        let text = try NetworkNamespace(named: "gt_router").run { () throws(KernelError) in
            try File("/proc/thread-self/net/dev").text()
        }
        return try ["one", "two"].map { device in
            for line in text.split(separator: "\n") {
                let words = line.split { $0 == " " || $0 == ":" }
                if words.first == device[...], words.count > 10, let count = Int(words[10]) {
                    return count
                }
            }
            throw KernelError("count packets", .said("there is no \(device)"))
        }
    }

    func end() throws {
        for name in TwoRoutes.names { try NetworkNamespace.delete(named: name) }
    }
}
