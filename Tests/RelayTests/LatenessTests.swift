// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Relay

@Suite("Lateness")
struct LatenessTests {
    @Test("has classes that touch, and are no wider than a 32nd")
    func classes() {
        for place in 0..<Lateness.classes - 1 {
            let end = Lateness.end(of: place)
            #expect(Lateness.place(of: end) == place)
            #expect(Lateness.place(of: end + 1) == place + 1)
            let width = Lateness.end(of: place + 1) - end
            #expect(width == 1 || width * 32 <= end + 1)
        }
        #expect(Lateness.place(of: .max) == Lateness.classes - 1)
    }

    @Test("gives quantiles that are never less than the true ones")
    func quantiles() throws {
        var counts = [UInt64](repeating: 0, count: Lateness.classes)
        for microseconds in 1...1000 {
            counts[Lateness.place(of: UInt64(microseconds) * 1000)] += 1
        }
        let lateness = Lateness(counts: counts, longest: .microseconds(1000))
        #expect(lateness.count == 1000)
        for (share, true_) in [(0.5, 500), (0.99, 990), (1, 1000)] {
            let found = try #require(lateness.quantile(share))
            #expect(found >= .microseconds(true_) && found <= .microseconds(true_ * 33 / 32 + 1))
        }
    }

    @Test("of nothing is nothing")
    func nothing() {
        let none = Lateness(counts: .init(repeating: 0, count: Lateness.classes), longest: .zero)
        #expect(none.median == nil)
        #expect(none.json["p99_us"]?.isNull == true)
    }

    @Test("lies in a file that another process can read while it is written")
    func page() throws {
        let folder = try Folder.temporary(prefix: "/tmp/gr_")
        defer { try? folder.removeTree() }
        let file = folder.file("figures")
        let page = try FigurePage(creating: file, lines: 2, pid: 5)
        page[1, .packets] = 3
        page.add(line: 1, lateBy: 2500)
        page.processorTime = .milliseconds(4)
        let read = try RelayFigures(reading: file)
        #expect(read.lines[0].packets == 0 && read.lines[1].packets == 3)
        #expect(read.lateness.count == 1 && read.lateness.longest == .nanoseconds(2500))
        #expect(read.processorTime == .milliseconds(4))
        #expect(read.flaws(latenessLimit: .milliseconds(1)).isEmpty)
        #expect(read.flaws(latenessLimit: .microseconds(1)).count == 1)
        try file.replace(with: "something else")
        #expect(throws: KernelError.self) { try RelayFigures(reading: file) }
    }
}

@Suite("What a line holds")
struct HeldLineTests {
    @Test("comes out in the order it went in, past the size it began with")
    func order() {
        var line = HeldLine(capacity: 4)
        var out: [UInt32] = []
        for id in 0..<100 as Range<UInt32> {
            line.append(.init(due: 0, id: id, length: 0, fate: .passes))
            if id % 3 == 0 {
                out.append(line.head.id)
                line.removeFirst()
            }
        }
        while !line.isEmpty {
            out.append(line.head.id)
            line.removeFirst()
        }
        #expect(out == Array(0..<100))
    }
}
