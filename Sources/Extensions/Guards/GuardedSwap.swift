// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A swap that is watched, and undone when a guard is breached.
public struct GuardedSwap {
    public let guards: [GuardExpression]
    /// How long the new version is watched.
    public let time: Duration
    private let registry: Registry
    private let shelf: Shelf
    private let kernel: RunningKernel
    private let instruments: Instruments
    private let samples: Loaded

    /// How long is looked at the old version, where a guard compares with it.
    private static let before: Duration = .seconds(2)
    /// Ten looks a second: a breach is seen within a tenth of one.
    private static let pause: Duration = .milliseconds(100)

    public init(
        _ guards: [GuardExpression], for time: Duration, _ registry: Registry, shelf: Shelf,
        on kernel: RunningKernel
    ) throws(Refusal) {
        self.guards = guards
        self.time = time
        self.registry = registry
        self.shelf = shelf
        self.kernel = kernel
        instruments = try Instruments(shelf, on: kernel)
        samples = try Instruments.load("samples", shelf, kernel)
    }

    /// How it ended.
    public struct Ending: Sendable {
        public let swapped: Swapped
        public let findings: [GuardFinding]
        public let before: WindowSummary?
        public let after: WindowSummary
        /// Why it went back; nil where it stays.
        public let reason: String?
        /// The way back, where it was taken.
        public let back: Swapped?
        public let watched: Duration
    }

    /// What is shown while it is watched.
    public struct Progress: Sendable {
        public let watched: Duration
        public let findings: [GuardFinding]
        public let now: WindowSummary
    }

    /// Swaps, watches, and keeps or undoes it.
    ///
    /// The session is held while the kernel is changed and not while it is
    /// watched: others may look, confirm or roll back meanwhile.
    public func run(
        _ name: String, to object: Object, _ options: SwapOptions,
        swapped tell: (Swapped) -> Void, progress: (Progress) -> Void
    ) throws(Refusal) -> Ending {
        let name = try registry.resolve(name)
        let before = try measureBefore(name)
        var judge = GuardJudge(guards, before: before)
        if let hopeless = judge.unjudgeable.first {
            throw Refusal(
                "swap \(name)", .said("this guard cannot be judged: \(hopeless)"),
                hint: "let traffic run over it first, or compare with a number")
        }
        var options = options
        // The minder's own death shows at once; the deadline is for one that hangs.
        options.confirmation = .init(within: time + .seconds(30), isMinded: true)
        Interruption.note()
        let swapped = try registry.swap(
            name, to: object, options, shelf: shelf, on: kernel, Session(registry.places))
        tell(swapped)
        let start = Instant.now
        let reason = try watch(swapped, &judge, progress)
        let watched = Instant.now.since(start)
        let back = try end(swapped, judge.findings, reason)
        return Ending(
            swapped: swapped, findings: judge.findings, before: before, after: judge.now,
            reason: reason, back: back, watched: watched)
    }

    private func measureBefore(_ name: String) throws(Refusal) -> WindowSummary? {
        guard guards.contains(where: \.needsBefore) else { return nil }
        var sampler = try Sampler(name, samples)
        var window = Window(length: GuardedSwap.before, minimumLooks: 5)
        let start = Instant.now
        while Instant.now.since(start) < GuardedSwap.before, !Interruption.hasCome {
            let sockets = try sampler.look().values.flatMap { $0 }
            window.add(sockets, at: .now)
            GuardedSwap.pause.pause()
        }
        return window.summary
    }

    /// Looks until the time is over; returns why it must go back, or nil.
    private func watch(
        _ swapped: Swapped, _ judge: inout GuardJudge, _ progress: (Progress) -> Void
    ) throws(Refusal) -> String? {
        let operations = try instruments.operationsOfMaps()
            .first { $0.value == swapped.to.carrier }?.key
        var sampler = try Sampler(swapped.name, samples)
        let counter = try CallCounter(swapped, kernel)
        let start = Instant.now
        while Instant.now.since(start) < time {
            if Interruption.hasCome { return "interrupted" }
            guard try registry.pending(swapped.name)?.to == swapped.to.number else {
                return nil  // confirmed or rolled back by somebody else
            }
            let looked = try sampler.look()
            let sockets = operations.flatMap { looked[$0] } ?? []
            let verdict = judge.look(
                sockets, at: .now, calls: try counter.calls(),
                isSevered: try isSevered(swapped))
            progress(
                Progress(
                    watched: Instant.now.since(start), findings: judge.findings, now: judge.now))
            if case .breached(let breaches) = verdict {
                return breaches.map { "\($0)" }.joined(separator: "; ")
            }
            GuardedSwap.pause.pause()
        }
        return nil
    }

    private func isSevered(_ swapped: Swapped) throws(Refusal) -> Bool {
        let path = registry.places.link(of: swapped.name)
        guard File(path).isThere else { return true }
        return try refusing { () throws(KernelError) in
            try Link(pinnedAt: path).details().isSevered
        }
    }

    /// Keeps it, or goes back; nil where it stays.
    private func end(_ swapped: Swapped, _ findings: [GuardFinding], _ reason: String?)
        throws(Refusal) -> Swapped?
    {
        let session = try Session(registry.places)
        guard let pending = try registry.pending(swapped.name), pending.to == swapped.to.number
        else { return nil }
        let judged = findings.map(History.Guarded.init)
        guard let reason else {
            try registry.keep(pending, judged, session)
            return nil
        }
        return try registry.goBack(
            pending, because: reason, guards: judged, shelf: shelf, on: kernel, session)
    }
}

/// Counts the calls of a version's operations while it lives.
private struct CallCounter: ~Copyable {
    private let statistics: RunStatistics
    private let programs: [Program]

    init(_ swapped: Swapped, _ kernel: RunningKernel) throws(Refusal) {
        // Found first: an owner may not be left half made.
        let programs = try refusing { () throws(KernelError) -> [Program] in
            guard
                let live = try LiveVersion(swapped.hook, id: swapped.to.carrier, in: kernel)
            else { return [] }
            var programs: [Program] = []
            for operation in live.operations {
                if let program = try Program(id: operation.program) { programs.append(program) }
            }
            return programs
        }
        statistics = try refusing { () throws(KernelError) in try RunStatistics() }
        self.programs = programs
    }

    /// Nil where the version has gone.
    func calls() throws(Refusal) -> UInt64? {
        guard !programs.isEmpty else { return nil }
        return try refusing { () throws(KernelError) in
            var sum: UInt64 = 0
            for program in programs { sum &+= try program.details().calls }
            return sum
        }
    }
}
