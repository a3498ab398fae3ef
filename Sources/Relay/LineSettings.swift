// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// What a line does to the packets that come in by one device.
public struct LineSettings: Equatable, Sendable {
    /// The file of the network namespace: `/run/netns/NAME`, or `/proc/PID/ns/net`.
    public var namespace: String
    public var device: String
    public var delay: Duration
    /// A packet's delay lies evenly between `delay - jitter` and `delay + jitter`.
    public var jitter: Duration
    /// The chance of each packet to be lost, from 0 to 1.
    public var loss: Double
    /// What the draws of jitter and loss come from: the same seed, the same draws.
    public var seed: UInt64
    /// Packets held at most; what comes then is dropped, and counted.
    public var limit: UInt32

    public init(
        namespace: String, device: String, delay: Duration, jitter: Duration = .zero,
        loss: Double = 0, seed: UInt64 = 1, limit: UInt32 = 1 << 16
    ) {
        self.namespace = namespace
        self.device = device
        self.delay = delay
        self.jitter = jitter
        self.loss = loss
        self.seed = seed
        self.limit = limit
    }

    /// The longest that a packet may be held.
    public static let longestDelay = Duration.seconds(10)

    func check() throws(KernelError) {
        let flaw: String? =
            if delay < .zero || jitter < .zero {
                "a delay and a jitter cannot be less than 0"
            } else if delay + jitter > LineSettings.longestDelay {
                "a packet cannot be held for more than \(LineSettings.longestDelay)"
            } else if jitter > delay {
                "a jitter of \(jitter) is more than the delay, \(delay)"
            } else if !(0...1).contains(loss) {
                "a loss of \(loss) is no share between 0 and 1"
            } else if limit == 0 {
                "it cannot hold less than one packet"
            } else if device.isEmpty || device.utf8.count > 15 {
                "a device's name has 1 to 15 bytes"
            } else {
                nil
            }
        if let flaw {
            throw KernelError("delay what comes in by \"\(device)\"", .said(flaw))
        }
    }
}

extension LineSettings: JSONConvertible {
    public var json: JSON {
        [
            "namespace": JSON(namespace), "device": JSON(device),
            "delay_ns": JSON(delay.wholeNanoseconds), "jitter_ns": JSON(jitter.wholeNanoseconds),
            "loss": JSON(loss), "seed": JSON(seed), "limit": JSON(limit),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        self.init(
            namespace: try place["namespace"].string(), device: try place["device"].string(),
            delay: .nanoseconds(try place["delay_ns"].integer(Int64.self)),
            jitter: .nanoseconds(try place["jitter_ns"].integer(Int64.self)),
            loss: try place["loss"].number(), seed: try place["seed"].integer(UInt64.self),
            limit: try place["limit"].integer(UInt32.self))
    }
}
