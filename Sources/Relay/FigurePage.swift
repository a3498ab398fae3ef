// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Where a relay's figures lie in the words that it shares.
///
/// A few words about the relay, then for each line its counters and its classes of
/// lateness. Written by the relay alone: the counters of a line by its thread, the
/// kernel's losses and the processor time by the one that waits for the end.
struct FigurePage: Sendable {
    let words: SharedWords
    let lineCount: Int

    private enum Word {
        static let form = 0
        static let lines = 1
        static let pid = 2
        static let runsFirst = 3
        static let processorTime = 4
        static let header = 8
    }

    /// Tells this layout from others.
    private static let form: UInt64 = 0x6772_6166_7401

    enum Counter: Int {
        case packets, bytes, lost, overflows, full, untold, refusals, longest, held
        static let room = 16
    }

    private static let stride = Counter.room + Lateness.classes

    init(creating file: File, lines: Int, pid: Int32) throws(KernelError) {
        words = try SharedWords(
            creating: file, count: Word.header + lines * FigurePage.stride)
        lineCount = lines
        words[Word.lines] = UInt64(lines)
        words[Word.pid] = UInt64(pid)
        words[Word.form] = FigurePage.form
    }

    init(reading file: File) throws(KernelError) {
        let words = try SharedWords(reading: file)
        guard words.count >= Word.header, words[Word.form] == FigurePage.form,
            words[Word.lines] <= UInt64(RelaySettings.mostLines),
            words.count >= Word.header + Int(words[Word.lines]) * FigurePage.stride
        else {
            throw KernelError("read \(file.path)", .said("it holds no figures of a relay"))
        }
        self.words = words
        lineCount = Int(words[Word.lines])
    }

    var pid: Int32 { Int32(truncatingIfNeeded: words[Word.pid]) }

    /// Whether every thread runs before all ordinary ones.
    var runsFirst: Bool {
        get { words[Word.runsFirst] == 1 }
        nonmutating set { words[Word.runsFirst] = newValue ? 1 : 0 }
    }

    var processorTime: Duration {
        get { .nanoseconds(Int64(truncatingIfNeeded: words[Word.processorTime])) }
        nonmutating set { words[Word.processorTime] = UInt64(newValue.wholeNanoseconds) }
    }

    private func base(_ line: Int) -> Int { Word.header + line * FigurePage.stride }

    subscript(line: Int, counter: Counter) -> UInt64 {
        get { words[base(line) + counter.rawValue] }
        nonmutating set { words[base(line) + counter.rawValue] = newValue }
    }

    /// Counts a packet that left so late.
    func add(line: Int, lateBy nanoseconds: UInt64) {
        let base = base(line)
        words[base + Counter.room + Lateness.place(of: nanoseconds)] += 1
        if words[base + Counter.longest.rawValue] < nanoseconds {
            words[base + Counter.longest.rawValue] = nanoseconds
        }
    }

    func lateness(line: Int) -> Lateness {
        let first = base(line) + Counter.room
        return Lateness(
            counts: (first..<first + Lateness.classes).map { words[$0] },
            longest: .nanoseconds(Int64(truncatingIfNeeded: self[line, .longest])))
    }
}
