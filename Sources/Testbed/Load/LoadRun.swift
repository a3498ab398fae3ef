// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments
import Extensions
import Kernel

/// A load while it runs: starts its flows, minds them, and gathers what they say.
struct LoadRun {
    let flows: [FlowRun]
    let tasks: [TaskRun]
    let time: Duration
    /// The control groups of an account's clients.
    let groups: [[String]]
    /// Those of the tasks.
    let taskGroups: [String]
    let station: (String) -> Station
    let family: AddressFamily
    let roundTrip: Duration
    var changes: [RunRequest.Change] = []
    var alignment: Duration?
    var startSeed: UInt64?

    /// When it was measured, and what went wrong.
    struct Ending {
        var start = Instant.now
        var end = Instant.now
        var spread = Duration.zero
        var wasInterrupted = false
    }

    /// Runs it to its end; what a flow suffers is the flow's, and no error.
    func run(
        onStart: () throws(Refusal) -> Void, onChange: (Int) throws(Refusal) -> Void
    ) throws(Refusal) -> Ending {
        var ending = Ending()
        do throws(KernelError) {
            ending.spread = try startTogether()
        } catch {
            stop("it was not started")
            throw Refusal(error)
        }
        ending.start = .now
        do throws(Refusal) {
            try onStart()
            ending.wasInterrupted = try mind(from: ending.start, onChange)
        } catch {
            stop("it was not minded")
            throw error
        }
        ending.end = .now
        return ending
    }

    /// Starts what begins the measured time; answers how long the last flow took to be up.
    private func startTogether() throws(KernelError) -> Duration {
        let first = flows.filter { $0.flow.start == nil }
        for task in tasks { try task.start(groups: taskGroups) }
        for run in first {
            try run.start(
                at: station(run.flow.client), groups: groups[run.flow.account], waits: true)
        }
        try awaitReady()
        let deadline = Instant.now.adding(.seconds(10))
        for run in first {
            while try !run.isStopped() {
                guard Instant.now < deadline else {
                    throw KernelError("start the flows", .said("a netperf did not stop in 10 s"))
                }
                Duration.microseconds(200).pause()
            }
        }
        if let alignment, alignment > .zero {
            let step = UInt64(alignment.inNanoseconds)
            let now = Instant.now
            Instant(nanoseconds: (now.nanoseconds / step + 1) * step).since(now).pause()
        }
        let go = Instant.now
        for (run, late) in inOrder(first) {
            let rest = late - Instant.now.since(go)
            if rest > .zero { rest.pause() }
            try run.go()
        }
        try waitUntilUp(first, since: go)
        let spread = Instant.now.since(go)
        // They need no connection: the measured time begins with them.
        for task in tasks { try task.go() }
        return spread
    }

    /// Until every task has its program read and stands still.
    private func awaitReady() throws(KernelError) {
        let deadline = Instant.now.adding(.seconds(60))
        for task in tasks {
            while try !task.isReady() {
                guard Instant.now < deadline, !Interruption.hasCome else {
                    throw KernelError(
                        "start the task \(task.task.name)", .said("it was not ready in a minute"))
                }
                Duration.milliseconds(1).pause()
            }
        }
    }

    /// How long after the first moment each flow begins, and the earlier ones first.
    private func inOrder(_ runs: [FlowRun]) -> [(run: FlowRun, late: Duration)] {
        guard let startSeed else { return runs.map { ($0, .zero) } }
        var draws = Draws(seed: startSeed)
        return runs.map { ($0, roundTrip * draws.fraction()) }.sorted { $0.late < $1.late }
    }

    /// Until the kernel shows a connection of every flow that has one.
    private func waitUntilUp(_ first: [FlowRun], since go: Instant) throws(KernelError) {
        var missing = Set(first.filter { $0.flow.part.test.isTCP }.map(\.flow.number))
        let watches = try Set(first.map(\.flow.client)).sorted().map { client throws(KernelError) in
            try ConnectionWatch(station(client), family)
        }
        let limit = Duration.seconds(10) + roundTrip * 50
        while !missing.isEmpty, !Interruption.hasCome {
            for watch in watches { try watch.remove(from: &missing) }
            for run in first {
                try run.look(at: .zero)
                if run.isOver { missing.remove(run.flow.number) }
            }
            guard Instant.now.since(go) < limit else {
                for run in first where missing.contains(run.flow.number) {
                    run.end("it was not connected within \(limit.text)")
                }
                return
            }
            Duration.milliseconds(1).pause()
        }
    }

    /// Until all flows are over, and all tasks that are measured; answers whether it was
    /// interrupted.
    private func mind(
        from start: Instant, _ onChange: (Int) throws(Refusal) -> Void
    ) throws(Refusal) -> Bool {
        let limit = time + .seconds(15) + roundTrip * 50
        var coming = changes[...]
        defer { for task in tasks { task.end() } }
        while flows.contains(where: { !$0.isOver })
            || tasks.contains(where: { !$0.isOver && !$0.task.isBackground })
        {
            let now = Instant.now.since(start)
            if Interruption.hasCome {
                stop("it was interrupted")
                return true
            }
            if now > limit { stop("it still ran \(limit.text) after the start") }
            if let change = coming.first, change.after <= now {
                coming.removeFirst()
                try onChange(change.arm)
            }
            var next = now + .milliseconds(20)
            if let change = coming.first { next = min(next, change.after) }
            try refusing { () throws(KernelError) in try mindFlows(at: now, &next) }
            let rest = next - Instant.now.since(start)
            if rest > .zero { rest.pause() }
        }
        return false
    }

    /// Starts those whose time has come, and lowers `next` to when the next one's does.
    private func mindFlows(at now: Duration, _ next: inout Duration) throws(KernelError) {
        for task in tasks { try task.look() }
        for run in flows {
            try run.look(at: now)
            guard case .waiting(let moment) = run.state, let moment else { continue }
            if moment <= now {
                try run.start(
                    at: station(run.flow.client), groups: groups[run.flow.account],
                    waits: false)
            } else {
                next = min(next, moment)
            }
        }
    }

    private func stop(_ words: String) {
        for run in flows { run.end(words) }
        for task in tasks { task.end(words) }
    }
}

/// Sees which flows of a client are connected. A class, because arrays hold no owners.
private final class ConnectionWatch {
    private var watch: SocketWatch

    init(_ station: Station, _ family: AddressFamily) throws(KernelError) {
        var selection = SocketDiagnostics.Selection(states: [
            .established, .finWait1, .finWait2, .closeWait,
        ])
        selection.remotePorts = UInt16(Load.ports.lowerBound)...UInt16(Load.ports.upperBound)
        selection.families = [family == .v4 ? .v4 : .v6]
        selection.withName = false
        watch = try SocketWatch(selection, in: station.namespace)
    }

    func remove(from missing: inout Set<Int>) throws(KernelError) {
        var seen: [Int] = []
        try watch.look { seen.append(Int($0.remotePort) - Load.ports.lowerBound) }
        missing.subtract(seen)
    }
}
