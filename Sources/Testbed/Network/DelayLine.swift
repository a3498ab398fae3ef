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
        _ layout: Layout, _ standing: Standing
    ) throws(Refusal) -> DelayLine {
        let settings = RelaySettings(lines(of: layout, standing))
        let file = standing.relayFile
        let relay = try refusing { () throws(KernelError) in
            try Relay.start(settings, figures: file, outlivesUs: standing.owner == nil)
        }
        return DelayLine(relay, file)
    }

    private init(_ relay: consuming RunningRelay, _ file: File) {
        self.relay = Mutex(.some(relay))
        figuresFile = file
    }

    /// With an exit packets have passed the bottleneck when they come to the line, else
    /// they are before it: for the whole way it is the same.
    private static func lines(of layout: Layout, _ standing: Standing) -> [LineSettings] {
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
            line.seed = UInt64(index + 1)
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
