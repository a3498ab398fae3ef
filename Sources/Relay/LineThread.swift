// SPDX-License-Identifier: Apache-2.0
import Kernel
import Synchronization

/// The thread that serves a line until it is told to end.
final class LineThread: Sendable {
    private let bell: Bell
    private let state: State
    private let thread: Background<Void>

    private final class State: Sendable {
        let isOver = Atomic(false)
        let runsFirst = Atomic(false)
        let failure = Mutex<KernelError?>(nil)
    }

    /// Packets are read at least so often, however long the delay: the kernel's news of
    /// them take room.
    private static let longestSleep: UInt64 = 20_000_000

    /// Starts it, and returns when its line is in place.
    init(_ number: Int, of settings: RelaySettings, _ page: FigurePage) throws(KernelError) {
        let bell = try Bell()
        let state = State()
        let ready = try Bell()
        thread = try Background(named: "graft-relay") {
            do throws(KernelError) {
                let line = try Line(settings.lines[number], number: number, page)
                try LineThread.becomePunctual(settings.priority, state)
                try ready.ring()
                while !state.isOver.load(ordering: .relaxed) { try LineThread.serve(line, bell) }
                try line.end()
            } catch {
                state.failure.withLock { $0 = error }
                // Whoever waits for it learns why it never will be.
                try? ready.ring()
            }
        }
        self.bell = bell
        self.state = state
        var watch = TimedWatch()
        watch.add(ready)
        try watch.wait(until: nil)
        try check()
    }

    private static func becomePunctual(_ priority: Int32?, _ state: State) throws(KernelError) {
        try Punctuality.wakeExactly()
        guard let priority else { return }
        state.runsFirst.store(try Punctuality.runFirst(priority: priority), ordering: .relaxed)
    }

    /// One turn: let go what is due, sleep until something is, take in what has come.
    private static func serve(_ line: Line, _ bell: Bell) throws(KernelError) {
        try line.release()
        var watch = TimedWatch()
        watch.add(bell)
        if let next = line.next {
            // What comes meanwhile is due later, and is read then.
            let longest = Instant.now.nanoseconds + longestSleep
            try watch.wait(until: Instant(nanoseconds: min(next, longest)))
        } else {
            line.join(&watch)
            try watch.wait(until: nil)
        }
        try line.receive()
    }

    /// Whether it runs before all ordinary threads.
    var runsFirst: Bool { state.runsFirst.load(ordering: .relaxed) }

    /// Throws what ended it before its time.
    func check() throws(KernelError) {
        if let failure = state.failure.withLock({ $0 }) { throw failure }
    }

    /// Ends it, and returns when it has ended.
    func end() throws(KernelError) {
        state.isOver.store(true, ordering: .relaxed)
        try bell.ring()
        thread.finish()
        try check()
    }
}
