// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Two namespaces with a wire between them, and the guard at one end of it.
struct GuardedWire {
    private static let names = ["gt_left", "gt_right"]
    private let guardian: PacketProgram
    private let program: String
    private let place: String
    private let sender: RawSocket

    init(_ workspace: Workspace, place: String) throws {
        self.place = place
        program = place == "tcx_ingress" ? "evil_ihl_tcx" : "evil_ihl_xdp"
        guardian = try PacketProgram(
            "packet/evil-ihl/evil_ihl.bpf.c", as: "gt_evil", workspace)
        for name in GuardedWire.names { _ = try NetworkNamespace.create(named: name) }
        var left = try NetworkDevices(in: NetworkNamespace(named: "gt_left"))
        var right = try NetworkDevices(in: NetworkNamespace(named: "gt_right"))
        try left.createPair("gt_wire", "gt_wire", in: NetworkNamespace(named: "gt_right"))
        try left.add(IPAddress(PacketBytes.source), prefix: 24, to: "gt_wire")
        try right.add(IPAddress(PacketBytes.destination), prefix: 24, to: "gt_wire")
        try left.setUp("gt_wire")
        try right.setUp("gt_wire")
        sender = try RawSocket(in: "gt_left")
        try guardian.attach(program, to: "gt_wire", of: "gt_right", place: place)
    }

    func send(_ bytes: [UInt8], times: Int) throws {
        for _ in 0..<times { try sender.send(bytes, to: PacketBytes.destination) }
    }

    /// How many of so many datagrams arrive.
    func exchange(datagrams: Int, payload: Int = 100) throws -> Int {
        let receiver = try DatagramCounter(
            in: "gt_right", at: PacketBytes.destination, port: 7007)
        let client = try DatagramSender(in: "gt_left", to: PacketBytes.destination, port: 7007)
        // Not all at once: the wire's ring is short.
        return try (0..<datagrams).reduce(0) { arrived, _ in
            try client.send(count: payload)
            return arrived + receiver.take(expected: 1)
        }
    }

    func counters() throws -> [String: UInt64] {
        try guardian.counters(of: program, named: "judgement")
    }

    func end() throws {
        try guardian.detach(from: "gt_wire", of: "gt_right", place: place)
        try guardian.letGo()
        for name in GuardedWire.names { try NetworkNamespace.delete(named: name) }
    }
}
