// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Glibc
import Kernel

/// A task of a load in a process of its own: it says that it is ready by stopping itself, begins
/// when it is told to go on, and says what came of it when it has ended.
public enum TaskProcess {
    /// The word that starts it, in the place of a verb.
    public static let word = "--task"

    /// The fields of a task, and how long it may take: `wakeups=2ms threads=2 time=10s`.
    public static func carryOut(_ words: [String]) throws {
        var fields = Fields(words: words, known: Load.Task.fieldNames + ["time"])
        let time = fields.take("time") { text throws(Malformed) in try Duration(parsing: text) }
        let task = Load.Task("task", reading: &fields)
        if let complaint = fields.complaints.first { throw complaint }
        guard let task, let time else {
            throw Refusal("carry out a task", .misfit("it takes a task's fields, and time"))
        }
        raise(SIGSTOP)
        let start = Instant.now
        let report = try report(of: task, from: start, to: start.adding(time))
        try Descriptor.standardOutput().write(Array(report.text.utf8))
    }

    /// Does it, on a thread for each of its own.
    private static func report(
        of task: Load.Task, from start: Instant, to end: Instant
    ) throws -> TaskReport {
        var report = TaskReport()
        report.startNanoseconds = start.nanoseconds
        let count = task.threads
        switch task.kind {
        case .wakeups(let every):
            let threads = try (0..<count).map { number in
                // Not all at the same moment: they would wait for each other.
                let first = start.adding(every + every * number / count)
                return try Background(named: "graft-wakeups") {
                    Sleeper.wakeUp(at: first, every: every, until: end)
                }
            }
            for thread in threads { report.add(thread.finish()) }
        case .work(let steps):
            let threads = try (0..<count).map { number in
                try Background(named: "graft-work") {
                    Toil.take(steps, seed: UInt64(number), until: end)
                        .map { $0.since(start).inSeconds }
                }
            }
            report.seconds = threads.compactMap { $0.finish() }
        case .busy:
            let threads = try (0..<count).map { number in
                try Background(named: "graft-busy") {
                    Toil.take(nil, seed: UInt64(number), until: end) != nil
                }
            }
            for thread in threads { _ = thread.finish() }
        }
        return report
    }
}

/// A thread that sleeps until one moment after another.
private enum Sleeper {
    /// By slice of the time and bucket, how many came so late.
    typealias Counts = [UInt64: [UInt32: UInt32]]

    static func wakeUp(at first: Instant, every: Duration, until end: Instant) -> Counts {
        // Refused by no kernel; if it is, the lateness has the usual slack in it.
        try? Punctuality.wakeExactly()
        var counts: Counts = [:]
        var moment = first
        while moment < end {
            moment.await()
            let now = Instant.now.nanoseconds
            let slice = now - now % LatencyCount.sliceNanoseconds
            let late = now > moment.nanoseconds ? now - moment.nanoseconds : 0
            counts[slice, default: [:]][LatencyBucket.of(nanoseconds: late), default: 0] += 1
            moment = moment.adding(every)
        }
        return counts
    }
}

/// A thread that computes.
private enum Toil {
    /// Between two looks at the clock.
    private static let portion = 1 << 14

    /// Takes so many steps, or steps to the end; answers when it had taken all, and nothing when
    /// the time was over first.
    static func take(_ steps: Int?, seed: UInt64, until end: Instant) -> Instant? {
        var left = steps ?? .max
        var state = seed &+ 0x9e37_79b9_7f4a_7c15
        while left > 0 {
            let count = min(left, portion)
            for _ in 0..<count {
                // Marsaglia's xorshift: no step can be left out or taken before the one before.
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
            }
            left -= count
            if Instant.now >= end, left > 0 { return nil }
        }
        // Zero follows from no seed but zero: the compiler does not know, and keeps the steps.
        return state == 0 ? nil : .now
    }
}

extension TaskReport {
    fileprivate mutating func add(_ counts: Sleeper.Counts) {
        for (slice, buckets) in counts {
            for (bucket, count) in buckets {
                wakeups[slice, default: [:]][bucket, default: 0] += count
            }
        }
    }
}
