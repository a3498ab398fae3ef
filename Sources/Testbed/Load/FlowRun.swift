// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// One flow while it runs: spell after spell, each a netperf of its own.
final class FlowRun {
    let flow: Flow
    private(set) var result: FlowResult
    private(set) var state: State
    /// Processor time of its netperfs, as a share of the time that they ran.
    private(set) var busiest = 0.0
    private let command: [String]
    private let output: File
    private var startedAt = Instant.now

    enum State {
        /// For a moment after the measured time has begun; nil for its beginning.
        case waiting(Duration?)
        case running(HeldProcess)
        case done
        case failed(String)
    }

    init(_ flow: Flow, _ command: [String], arm: String?, output: File) {
        self.flow = flow
        self.command = command
        self.output = output
        state = .waiting(flow.start)
        result = FlowResult(
            flow: flow.number, part: flow.part.name, test: flow.part.test, arm: arm,
            client: flow.client, server: flow.server)
    }

    /// Starts its netperf; one that `waits` stands still before it does anything, until `go`.
    func start(at station: Station, groups: [String], waits: Bool) throws(KernelError) {
        var spawn = Spawn(waits ? FlowRun.standingStill + command : command)
        spawn.output = .descriptor(try Descriptor.create(output.path))
        spawn.errors = .descriptor(try Descriptor.create(output.path + ".errors"))
        spawn.controlGroups = groups
        try spawn.enter(station.namespace)
        startedAt = .now
        let process = HeldProcess(try ChildProcess.start(spawn))
        state = .running(process)
    }

    /// Has a command stop itself before it begins. On a busy machine a signal from here may come
    /// when a short flow is over.
    private static let standingStill = ["sh", "-c", "kill -STOP $$; exec \"$@\"", "sh"]

    func go() throws(KernelError) {
        guard case .running(let process) = state else { return }
        startedAt = .now
        try process.go()
    }

    func isStopped() throws(KernelError) -> Bool {
        guard case .running(let process) = state else { return true }
        return try process.isStopped()
    }

    /// Looks whether its netperf has ended, and takes its result; `now` is counted from the
    /// beginning of the measured time.
    func look(at now: Duration) throws(KernelError) {
        guard case .running(let process) = state, let ending = try process.ending() else { return }
        noteTime(of: process)
        let said = try output.text()
        let complaint = try File(output.path + ".errors").text()
        process.end()
        let parsed = NetperfOutput(said)
        guard ending.isSuccess,
            let spell = parsed.spell(
                flow.part.test, startedAt: startedAt.nanoseconds, bytes: flow.part.bytes)
        else {
            state = .failed(FlowRun.words(ending, parsed.other, complaint))
            return
        }
        result.spells.append(spell)
        guard let cycle = flow.part.cycle, now + cycle.off + .seconds(flow.seconds) <= flow.end
        else {
            state = .done
            return
        }
        state = .waiting(now + cycle.off)
    }

    private func noteTime(of process: HeldProcess) {
        // It has ended and was not reaped: the kernel still knows.
        guard let identity = try? ProcessIdentity(of: process.pid),
            let time = try? identity.processorTime()
        else { return }
        busiest = max(busiest, time.inSeconds / max(Instant.now.since(startedAt).inSeconds, 0.1))
    }

    private static func words(
        _ ending: ChildProcess.Ending, _ other: [String], _ complaint: String
    ) -> String {
        let lines = complaint.split(separator: "\n").map(String.init) + other.reversed()
        let said = lines.first { !$0.hasPrefix("MIGRATED") && !$0.isEmpty }
        switch ending {
        case .exited(0): return "netperf gave no result" + (said.map { ": \($0)" } ?? "")
        case .exited(let status):
            return "netperf failed (\(status))" + (said.map { ": \($0)" } ?? "")
        case .signalled(let number): return "netperf was ended by signal \(number)"
        }
    }

    var isOver: Bool {
        switch state {
        case .waiting, .running: false
        case .done, .failed: true
        }
    }

    func end(_ words: String) {
        if case .running(let process) = state { process.end() }
        if !isOver { state = .failed(words) }
    }
}
