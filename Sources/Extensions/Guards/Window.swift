// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The last looks at some sockets: as many as cover the window's length.
///
/// The oldest look is the window's left edge: counters are taken from there, and
/// its values (round trips, congestion windows) lie before the window. A socket
/// that comes later counts from where it was first seen; one that goes counts up
/// to where it was last seen.
///
/// It holds every sample of its looks, some 150 bytes each, and a summary walks
/// them all: 10,000 sockets looked at ten times a second make 15 MB.
public struct Window: Sendable {
    public let length: Duration
    /// It takes longer than its length where so many looks need longer.
    public let minimumLooks: Int
    private(set) var looks: [Look] = []

    /// All sockets at one moment.
    struct Look: Sendable {
        let at: Instant
        let sockets: [SocketSample]
    }

    public init(length: Duration, minimumLooks: Int = 2) {
        precondition(length > .zero && minimumLooks >= 2, "a window lies between two looks")
        self.length = length
        self.minimumLooks = minimumLooks
    }

    /// Adds what was seen at a later moment than before, and lets go of what is too old.
    ///
    /// Sockets in a handshake, in TIME-WAIT or listening are left out. A socket that
    /// comes twice, as an interrupted dump can give it, is taken once.
    public mutating func add(_ sockets: [SocketSample], at instant: Instant) {
        if let last = looks.last {
            precondition(last.at < instant, "the looks of a window come in their order")
        }
        var seen: Set<UInt64> = []
        seen.reserveCapacity(sockets.count)
        let kept = sockets.filter { $0.carriesData && seen.insert($0.cookie).inserted }
        looks.append(Look(at: instant, sockets: kept))
        let spare = looks.indices.dropFirst().prefix { edge in
            looks.count - edge >= minimumLooks && instant.since(looks[edge].at) >= length
        }
        looks.removeFirst(spare.count)
    }

    /// Whether it covers its whole length, in enough looks.
    public var isFull: Bool { looks.count >= minimumLooks && duration >= length }

    public var duration: Duration {
        guard let first = looks.first, let last = looks.last else { return .zero }
        return last.at.since(first.at)
    }

    public var lookCount: Int { looks.count }

    /// What the sockets did in it.
    public var summary: WindowSummary { WindowSummary(looks[...]) }

    /// Its thirds, the oldest first, parted at the looks nearest to them; empty before
    /// there are four looks.
    var thirds: [WindowSummary] {
        guard looks.count >= 4 else { return [] }
        let first = cut(near: duration / 3, among: 1...looks.count - 3)
        let second = cut(near: duration * 2 / 3, among: first + 1...looks.count - 2)
        return [looks[...first], looks[first...second], looks[second...]].map(WindowSummary.init)
    }

    /// The look nearest to a time after the left edge.
    private func cut(near time: Duration, among candidates: ClosedRange<Int>) -> Int {
        func distance(_ look: Int) -> Duration {
            let offset = looks[look].at.since(looks[0].at) - time
            return offset < .zero ? .zero - offset : offset
        }
        return candidates.dropFirst().reduce(candidates.lowerBound) { best, look in
            distance(look) < distance(best) ? look : best
        }
    }

    /// What was acknowledged between the last two looks.
    var latestBytesAcked: UInt64 {
        guard looks.count >= 2 else { return 0 }
        var old: [UInt64: UInt64] = [:]
        for socket in looks[looks.count - 2].sockets { old[socket.cookie] = socket.bytesAcked }
        return looks[looks.count - 1].sockets.reduce(0) { sum, socket in
            guard let before = old[socket.cookie], socket.bytesAcked > before else { return sum }
            return sum + socket.bytesAcked - before
        }
    }
}
