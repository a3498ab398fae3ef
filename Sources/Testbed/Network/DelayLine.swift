// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Relay
import Synchronization

/// What holds packets back on a path where the kernel cannot: a relay of ours.
///
/// One line for each direction, where its packets come into a router: programs at the
/// ends may ask when a packet came, and must be told of a moment after the delay.
final class DelayLine: Sendable {
    private let relay: Mutex<RunningRelay?>
    private let figuresFile: File

    static func start(
        _ layout: Layout, _ standing: Standing, _ program: String?, seed: UInt64?
    ) throws(Refusal) -> DelayLine {
        for delay in [layout.path.delay.forth, layout.path.delay.back]
        where delay > .zero && delay < shortestDelay {
            throw Refusal(
                "delay packets by \(delay.text)",
                .misfit("the relay keeps delays of \(shortestDelay.text) and more"))
        }
        let settings = RelaySettings(lines(of: layout, standing, seed ?? 0))
        let file = standing.relayFile
        let relay = try refusing { () throws(KernelError) in
            try Relay.start(
                settings, figures: file, program: program, outlivesUs: standing.owner == nil)
        }
        return DelayLine(relay, file)
    }

    /// Below it the wait for a verdict is a large part of the delay.
    private static let shortestDelay = Duration.microseconds(200)

    /// How many packets wait at once: those of the delay at the full rate, each by itself,
    /// and half as many again.
    private static func limit(_ path: Path, _ delay: Duration, _ rate: BitsPerSecond?) -> UInt32 {
        guard let rate else { return 1 << 18 }
        let packets = rate.bytes(in: delay) / Double(path.packetBytes) * 1.5
        return UInt32(min(max(packets, 65_536), 4_000_000))
    }

    private init(_ relay: consuming RunningRelay, _ file: File) {
        self.relay = Mutex(.some(relay))
        figuresFile = file
    }

    /// With an exit packets have passed the bottleneck when they come to the line, else
    /// they are before it: for the whole way it is the same.
    private static func lines(
        of layout: Layout, _ standing: Standing, _ seed: UInt64
    ) -> [LineSettings] {
        let path = layout.path
        let hasExit = layout.routers.contains("exit")
        let places =
            hasExit
            ? [("exit", "to-router"), ("router", "to-exit")]
            : [("router", "to-client1"), ("router", "to-server1")]
        return places.enumerated().compactMap { index, place in
            let isBack = index == 1
            let delay = isBack ? path.delay.back : path.delay.forth
            let loss = isBack ? path.loss.back : path.loss.forth
            guard delay > .zero || loss > .none else { return nil }
            var line = LineSettings(
                namespace: "/run/netns/\(standing.namespace(of: place.0))", device: place.1,
                delay: delay)
            line.jitter = isBack ? path.jitter.back : path.jitter.forth
            line.loss = loss.value
            line.limit = limit(
                path, delay + line.jitter, isBack ? path.rate?.back : path.rate?.forth)
            line.seed = seed &+ UInt64(index + 1)
            return line
        }
    }

    /// What it has done so far.
    func figures() throws(KernelError) -> RelayFigures { try RelayFigures(reading: figuresFile) }

    /// Ends it; what it holds goes on its way.
    func stop() throws(KernelError) {
        try relay.withLock { relay throws(KernelError) in
            guard let running = relay.take() else { return }
            _ = try running.end()
        }
    }

    /// Leaves it to itself: the process that goes on.
    func leave() throws(KernelError) -> ProcessIdentity? {
        try relay.withLock { relay throws(KernelError) in
            guard let running = relay.take() else { return nil }
            return try running.leave()
        }
    }
}
