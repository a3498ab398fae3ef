// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Synchronization
import Testing

/// A stream from one namespace to another, through a router that shapes it.
final class ShapedPath {
    private let client: SwapSocket
    private let server: SwapSocket
    private let isOver: Flag
    private let errands: [Errand<Void>]

    final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    init(_ ground: SwapGround, _ algorithm: String) throws {
        let sender = try ground.namespace("a").worker()
        _ = try ground.namespace("r")
        let receiver = try ground.namespace("b").worker()
        try ground.wire("a", "r", net: 1)
        try ground.wire("r", "b", net: 2)
        let (a, r, b) = (
            ground.name(ofNamespace: "a"), ground.name(ofNamespace: "r"),
            ground.name(ofNamespace: "b")
        )
        try ground.ip("-n", a, "route", "add", "10.77.2.0/24", "via", "10.77.1.2")
        try ground.ip("-n", b, "route", "add", "10.77.1.0/24", "via", "10.77.2.1")
        try NetworkNamespace(named: r).run { () throws(KernelError) in
            try Sysctl("net.ipv4.ip_forward").write("1")
        }
        try ground.tool([
            "tc", "-n", r, "qdisc", "add", "dev", "to_b", "root", "tbf", "rate", "20mbit",
            "burst", "128kb", "limit", "220kb",
        ])
        let listener = try SwapSocket.listening(in: receiver, algorithm: algorithm)
        let client = try SwapSocket.connected(
            in: sender, to: "10.77.2.2", port: listener.port(), algorithm: algorithm)
        let server = try listener.accepted()
        let isOver = Flag()
        errands = [
            try Errand {
                let chunk = [UInt8](repeating: 7, count: 1 << 15)
                while !isOver.isSet.load(ordering: .relaxed) { try client.write(chunk) }
                client.finish()
            },
            try Errand {
                let buffer = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 8)
                defer { buffer.deallocate() }
                while try server.skip(upTo: 1 << 16, buffer) > 0 {}
            },
        ]
        (self.client, self.server, self.isOver) = (client, server, isOver)
    }

    /// Returns right after a loss that was not the first, when the window is what it
    /// was cut to; with the bytes of the second before.
    func waitForLoss() throws -> Int {
        let start = Instant.now
        var samples: [(at: Instant, bytes: Int)] = []
        var last = try client.shape()
        var cuts = 0
        while Instant.now.since(start) < .seconds(40) {
            Duration.milliseconds(5).pause()
            let now = try client.shape()
            samples.append((.now, now.bytesAcked))
            if now.threshold < last.threshold || now.window * 10 < last.window * 8 {
                cuts += 1
                if cuts >= 2, Instant.now.since(start) > .seconds(2) {
                    try settle()
                    let now = try client.shape()
                    let second = samples.last { Instant.now.since($0.at) >= .seconds(1) }
                    return now.bytesAcked - (second?.bytes ?? 0)
                }
            }
            last = now
        }
        throw SwapSocket.Failure("wait for a loss", 62)
    }

    /// Until recovery is over: the window is at the threshold then.
    private func settle() throws {
        _ = try SwapGround.wait(.seconds(2)) {
            let shape = try client.shape()
            return shape.window >= shape.threshold && shape.isOpen
        }
    }

    func watch(_ time: Duration, quarter: Duration) throws -> (growth: Double, bytes: Int) {
        let start = Instant.now
        let first = try client.shape()
        var largest = first.window
        while Instant.now.since(start) < time {
            Duration.milliseconds(5).pause()
            let now = try client.shape()
            if Instant.now.since(start) < quarter { largest = max(largest, now.window) }
        }
        let last = try client.shape()
        return (Double(largest) / Double(first.window), last.bytesAcked - first.bytesAcked)
    }

    /// What the sender's socket is like, a few hundred times a second.
    func shapes(for time: Duration) throws -> [SwapSocket.Shape] {
        let start = Instant.now
        var shapes: [SwapSocket.Shape] = []
        while Instant.now.since(start) < time {
            Duration.milliseconds(3).pause()
            shapes.append(try client.shape())
        }
        return shapes
    }

    func end() {
        isOver.isSet.store(true, ordering: .relaxed)
        client.endAtOnce()
        server.endAtOnce()
        client.stop()
        server.stop()
        // The writer may meet the end of its reader.
        for errand in errands { _ = try? errand.value() }
    }
}
