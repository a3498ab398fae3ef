// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What a task's process says when it has ended, as lines of words and numbers.
struct TaskReport: Equatable {
    var startNanoseconds: UInt64 = 0
    /// Of each thread that has ended its work.
    var seconds: [Double] = []
    /// By slice of the time and bucket of lateness.
    var wakeups: [UInt64: [UInt32: UInt32]] = [:]

    init() {}

    /// Nil where it is not whole.
    init?(_ text: String) {
        let lines = text.split(separator: "\n")
        guard lines.last == "end" else { return nil }
        for line in lines.dropLast() {
            let words = line.split(separator: " ")
            switch words.first {
            case "start" where words.count == 2:
                guard let start = UInt64(words[1]) else { return nil }
                startNanoseconds = start
            case "done" where words.count == 2:
                guard let time = Double(words[1]) else { return nil }
                seconds.append(time)
            case "woken" where words.count == 4:
                guard let slice = UInt64(words[1]), let bucket = UInt32(words[2]),
                    let count = UInt32(words[3])
                else { return nil }
                wakeups[slice, default: [:]][bucket] = count
            default: return nil
            }
        }
    }

    var text: String {
        var text = "start \(startNanoseconds)\n"
        for time in seconds { text += "done \(time)\n" }
        for (slice, buckets) in wakeups.sorted(by: { $0.key < $1.key }) {
            for (bucket, count) in buckets.sorted(by: { $0.key < $1.key }) {
                text += "woken \(slice) \(bucket) \(count)\n"
            }
        }
        return text + "end\n"
    }

    /// The wake-ups as samples of the task with this number.
    func counts(_ number: Int) -> [LatencyCount] {
        wakeups.sorted { $0.key < $1.key }.flatMap { slice, buckets in
            buckets.sorted { $0.key < $1.key }.map { bucket, count in
                LatencyCount(
                    nanoseconds: slice, flow: UInt32(number), bucket: bucket, count: count)
            }
        }
    }
}
