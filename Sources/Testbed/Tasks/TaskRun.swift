// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// One task of a load while it runs, in a process of its own.
final class TaskRun {
    let task: Load.Task
    private(set) var result: TaskResult
    /// How late its wake-ups came.
    private(set) var wakeups: [LatencyCount] = []
    private(set) var state = State.waiting
    private let time: Duration
    private let output: File

    enum State {
        case waiting
        case running(HeldProcess)
        case done
        case failed(String)
    }

    init(_ task: Load.Task, number: Int, for time: Duration, output: File) {
        self.task = task
        self.time = time
        self.output = output
        result = TaskResult(number: number, part: task.name)
    }

    /// Starts its process, which stops itself when it is ready.
    func start(groups: [String]) throws(KernelError) {
        guard let program = Executable.own else {
            throw KernelError("start the task \(task.name)", .said("this program has no file"))
        }
        // Who is in the way is so until the others have ended.
        let time = task.isBackground ? time + .seconds(600) : time
        var spawn = Spawn([program, TaskProcess.word] + task.words + ["time=\(time.text)"])
        spawn.output = .descriptor(try Descriptor.create(output.path))
        spawn.errors = .descriptor(try Descriptor.create(output.path + ".errors"))
        spawn.controlGroups = groups
        state = .running(HeldProcess(try ChildProcess.start(spawn)))
    }

    /// Whether it has stopped itself, or has ended.
    func isReady() throws(KernelError) -> Bool {
        guard case .running(let process) = state else { return true }
        if try process.ending() != nil {
            try look()
            return true
        }
        return try process.isStopped()
    }

    func go() throws(KernelError) {
        if case .running(let process) = state { try process.go() }
    }

    /// Looks whether it has ended, and takes what it says.
    func look() throws(KernelError) {
        guard case .running(let process) = state, let ending = try process.ending() else { return }
        process.end()
        guard ending.isSuccess, let report = TaskReport(try output.text()) else {
            let complaint = try File(output.path + ".errors").text()
                .split(separator: "\n").first.map(String.init)
            state = .failed(complaint ?? "its process \(ending), and said nothing that is whole")
            return
        }
        result.startNanoseconds = report.startNanoseconds
        result.seconds = report.seconds
        wakeups = report.counts(result.number)
        state = .done
        if case .work = task.kind, report.seconds.count < task.threads {
            let missing = task.threads - report.seconds.count
            state = .failed(
                "\(missing) of its threads had not ended their work after \(time.text)")
        }
    }

    var isOver: Bool {
        switch state {
        case .waiting, .running: false
        case .done, .failed: true
        }
    }

    /// Ends it because nobody needs it any more.
    func end() {
        guard case .running(let process) = state else { return }
        process.end()
        state = .done
    }

    /// Ends it because something went wrong.
    func end(_ words: String) {
        if case .running(let process) = state { process.end() }
        if !isOver { state = .failed(words) }
    }
}
