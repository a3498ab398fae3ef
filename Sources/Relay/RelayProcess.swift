// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The life of a relay's process: it says that it is ready, serves, and on SIGTERM says
/// its last figures and ends.
public enum RelayProcess {
    static let ready = "ready"

    /// How often the kernel is asked what it dropped.
    private static let pause = Duration.milliseconds(200)

    /// Its life. `arguments` are what follows the word: the file of figures, and the
    /// settings. Answers the exit status.
    public static func run(_ arguments: [String]) -> Int32 {
        var isReady = false
        do throws(KernelError) {
            guard arguments.count == 2 else {
                throw KernelError(Relay.word, .said("it takes a file and the settings"))
            }
            try Interruption.hold()
            let settings = try RelaySettings(parsing: arguments[1])
            try settings.check()
            try serve(settings, figures: File(arguments[0])) { () throws(KernelError) in
                try say(ready)
                isReady = true
            }
            try? say(RelayFigures(reading: File(arguments[0])).json.text(.compact))
            return 0
        } catch {
            // Whoever started it listens until it is ready, and learns why it never is.
            // Later the words are for the log that standard error may be.
            if isReady {
                try? Descriptor.standardError().write(Array("error: \(error)\n".utf8))
            } else {
                try? say("\(error)")
            }
            return 1
        }
    }

    /// A line for whoever listens. That nobody does any more is no error of ours.
    private static func say(_ line: String) throws(KernelError) {
        try Descriptor.standardOutput().write(Array("\(line)\n".utf8))
    }

    private static func serve(
        _ settings: RelaySettings, figures: File, ready: () throws(KernelError) -> Void
    ) throws(KernelError) {
        let stamps = try ArrivalStamps()
        let page = try FigurePage(
            creating: figures, lines: settings.lines.count, pid: ProcessIdentity.current().pid)
        let numbers = Array(settings.lines.indices)
        var threads: [LineThread] = []
        for number in numbers { threads.append(try LineThread(number, of: settings, page)) }
        page.runsFirst = threads.allSatisfy(\.runsFirst)
        let ledgers = try numbers.map { number throws(KernelError) in
            try Ledger(settings.lines[number], number)
        }
        try ready()
        while true {
            let isOver = try Interruption.await(upTo: pause)
            for thread in threads { try thread.check() }
            for ledger in ledgers { try ledger.note(on: page) }
            page.processorTime = Punctuality.processorTime
            if isOver { break }
        }
        for thread in threads { try thread.end() }
        page.processorTime = Punctuality.processorTime
        _ = consume stamps
    }
}

/// Reads what the kernel dropped on its own account, for one line.
private struct Ledger {
    private let worker: Worker
    private let line: Int

    init(_ settings: LineSettings, _ line: Int) throws(KernelError) {
        worker = try NetworkNamespace(at: settings.namespace).worker(named: "graft-ledger")
        self.line = line
    }

    func note(on page: FigurePage) throws(KernelError) {
        let found = try worker.run { [line] () throws(KernelError) in
            (
                try QueueLosses(ofQueue: Line.queueNumber(line)),
                try QueueLosses(ofQueue: Line.cutterNumber(line))
            )
        }
        let (full, untold) = [found.0, found.1].compactMap { $0 }.reduce((0, 0)) {
            ($0.0 + $1.full, $0.1 + $1.untold)
        }
        page[line, .full] = full
        page[line, .untold] = untold
    }
}
