// SPDX-License-Identifier: Apache-2.0
/// The network between clients and servers.
///
/// Every direction has a bottleneck of its own where `rate` is set; all clients and
/// servers share it. `delay`, `jitter` and `loss` are those of each way.
public struct Path: Equatable, Sendable {
    /// None: as fast as the machine is.
    public var rate: Ways<BitsPerSecond>?
    public var delay = Ways<Duration>(both: .zero)
    /// A packet waits for longer or shorter by up to so much.
    public var jitter = Ways<Duration>(both: .zero)
    public var loss = Ways<Share>(both: .none)
    /// None: one bandwidth-delay product, and at least a few packets.
    public var queue: QueueLength?
    public var ecn: MarkThreshold?
    public var aqm = QueueKind.fifo
    public var mtu = 1500
    /// Whether the sender hands over segments larger than the wire takes.
    public var offloads = true
    public var clients = 1
    public var servers = 1
    public var family = AddressFamily.v4

    public init() {}

    /// A cable, and nothing else.
    public static let direct = Path()

    public var isDirect: Bool {
        var bare = self
        bare.clients = 1
        bare.servers = 1
        bare.family = .v4
        bare.mtu = 1500
        bare.offloads = true
        return bare == .direct && clients == 1 && servers == 1
    }

    public var roundTrip: Duration { delay.forth + delay.back }

    /// Whether something has to hold packets back, or lose them.
    public var needsDelayLine: Bool {
        delay != .init(both: .zero) || jitter != .init(both: .zero) || loss != .init(both: .none)
    }
}

public enum AddressFamily: String, CaseIterable, Sendable {
    case v4, v6
}
