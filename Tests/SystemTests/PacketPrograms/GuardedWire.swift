// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Two namespaces with a wire between them, and the guard at one end of it.
struct GuardedWire {
    private static let names = ["gt_left", "gt_right"]
    let guardian: PacketProgram
    private let sender: RawSocket

    init(_ workspace: Workspace, hook: String) throws {
        for name in GuardedWire.names { _ = try NetworkNamespace.create(named: name) }
        var left = try NetworkDevices(in: NetworkNamespace(named: "gt_left"))
        var right = try NetworkDevices(in: NetworkNamespace(named: "gt_right"))
        try left.createPair("gt_wire", "gt_wire", in: NetworkNamespace(named: "gt_right"))
        try left.add(IPAddress(PacketBytes.source), prefix: 24, to: "gt_wire")
        try right.add(IPAddress(PacketBytes.destination), prefix: 24, to: "gt_wire")
        try left.setUp("gt_wire")
        try right.setUp("gt_wire")
        sender = try RawSocket(in: "gt_left")
        guardian = try PacketProgram(
            "evil-ihl", as: "gt_evil",
            ["--hook", hook, "--dev", "gt_wire", "--netns", "gt_right"], workspace)
    }

    func send(_ bytes: [UInt8], times: Int) throws {
        for _ in 0..<times { try sender.send(bytes, to: PacketBytes.destination) }
    }

    /// How many of so many datagrams arrive.
    func exchange(datagrams: Int, payload: Int = 100) throws -> Int {
        let receiver = try Intake.datagrams(
            in: "gt_right", at: PacketBytes.destination, port: 7007)
        let client = try DatagramSender(in: "gt_left", to: PacketBytes.destination, port: 7007)
        // Not all at once: the wire's ring is short.
        return try (0..<datagrams).reduce(0) { arrived, _ in
            try client.send(count: payload)
            return arrived + receiver.take(expected: 1).count
        }
    }

    /// Sends good and evil packets by turns until `isOver`, and tells how many of each
    /// were sent and how many the other end took in.
    func mixture(until isOver: @escaping @Sendable () -> Bool) throws -> Errand<Mixture> {
        let sender = sender
        let receiver = try Intake.packets(
            in: "gt_right", at: PacketBytes.destination, protocol: 4)
        let good = PacketBytes.ipip(PacketBytes.ipv4(protocol: 17, PacketBytes.udp()))
        let evil = PacketBytes.ipip(
            PacketBytes.ipv4(protocol: 17, headerWords: 0, PacketBytes.udp()))
        return try Errand {
            var mixture = Mixture()
            while !isOver() {
                try sender.send(evil, to: PacketBytes.destination)
                try sender.send(good, to: PacketBytes.destination)
                mixture.sent += 1
                Duration.microseconds(200).pause()
            }
            for packet in receiver.take(expected: 2 * mixture.sent) where packet.count > 20 {
                // The first byte behind the outer header.
                if packet[20] & 0xf == 0 { mixture.evil += 1 } else { mixture.good += 1 }
            }
            return mixture
        }
    }

    struct Mixture {
        /// Of either kind.
        var sent = 0
        var good = 0
        var evil = 0
    }

    /// Namespaces and all; the guard has been unregistered by then.
    func end() throws {
        for name in GuardedWire.names { try NetworkNamespace.delete(named: name) }
    }
}
