// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc
import Testing

@testable import Reports

@Suite("A drawing") struct DrawingTests {
    @Test("has ticks at short numbers") func linearTicks() {
        #expect(AxisScale.linear([3.2, 96]).ticks() == [0, 20, 40, 60, 80, 100])
        #expect(
            AxisScale.linear([-0.013, 0.028], with: true).ticks(4) == [
                -0.02, -0.01, 0, 0.01, 0.02, 0.03,
            ])
        #expect(AxisScale.linear([0.0, 1.0]).ticks() == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
    }

    @Test("has a range around one value, none, and what is no number") func degenerateRanges() {
        #expect(AxisScale.linear([5]).range.contains(5))
        #expect(AxisScale.linear([]).range == 0...1)
        #expect(AxisScale.linear([.nan, .infinity, 2, 4]).range == 2...4)
        #expect(AxisScale.linear([0, 0], with: true).range.upperBound > 0)
        #expect(AxisScale.log([0, -1, .nan]).range == 1...10)
    }

    @Test("has logarithmic ticks at ones, twos and fives over few decades") func logTicks() {
        #expect(AxisScale.log([0.012, 0.17]).ticks() == [0.01, 0.02, 0.05, 0.1, 0.2])
        #expect(AxisScale.log([0.021, 0.038]).ticks() == [0.025, 0.03, 0.035])
        #expect(AxisScale.log([1e-6, 0.9]).ticks() == [1e-6, 1e-4, 1e-2, 1])
    }

    @Test("gives each tenth of the tail as much room as the nine before it") func tailScale() {
        let scale = AxisScale.tail(smallest: 1e-4)
        #expect(scale.ticks().count == 6)
        #expect(abs(scale.position(0.9) - 0.25) < 1e-9)
        #expect(abs(scale.position(0.99) - 0.5) < 1e-9)
        #expect(abs(scale.position(0.9999) - 1) < 1e-9)
        #expect(scale.position(1) == 1)
    }

    @Test("writes coordinates in tenths of a pixel, and no more") func coordinates() {
        #expect(Coordinate.text(12.345) == "12.3")
        #expect(Coordinate.text(-0.04) == "0")
        #expect(Coordinate.text(-0.26) == "-.3")
        #expect(Coordinate.text(7) == "7")
        #expect(Coordinate.text(.nan) == "0")
        #expect(Coordinate.text(.infinity) == "1000000")
    }

    @Test("breaks a line where a value is missing") func brokenLine() {
        let path = PathText(through: [
            Point(0, 0), Point(10, 5.55), nil, Point(20, 1), Point(20, 2),
        ])
        #expect(path.text == "M0 0l10 5.6M20 1v1")
    }

    @Test("fills between two lines, in pieces") func areas() {
        let path = PathText(
            between: [Point(0, 0), Point(1, 0), nil], [Point(0, 2), Point(1, 2), Point(2, 2)])
        #expect(path.text == "M0 0h1v2h-1z")
    }

    @Test("does not drift, however many steps it takes") func noDrift() {
        let points = (0...1000).map { Point(Double($0) * 0.333, 0) }
        var x = 0.0
        for step in PathText(through: points).text.dropFirst(4).split(separator: "h") {
            x += Double(step) ?? .nan
        }
        #expect(abs(x - 333) < 0.051)
    }

    @Test("gives an arm the same colour and mark everywhere") func looks() {
        let input = Small.input()
        #expect(input.look(of: "mine") == Look(place: 1, name: "mine"))
        #expect(input.look(of: "mine").mark == .square)
        #expect(Set((0..<8).map { Mark(arm: $0) }).count == 8)
        for figure in Small.report().figureSet.groups.flatMap(\.figures) {
            for look in figure.looks { #expect(look == input.look(of: look.name)) }
        }
    }

    @Test("keeps colours apart from the paper: three to one at the least")
    func contrast() {
        for colour in Palette.light { #expect(Contrast.between(colour, "#ffffff") >= 3) }
        for colour in Palette.dark { #expect(Contrast.between(colour, "#12161d") >= 3) }
    }

    @Test("puts units and prefixes in the title of an axis, once") func axisTitles() {
        let axis = Axis(.linear(0...100e6), "goodput", .bitsPerSecond)
        #expect(axis.title == "goodput (Mbit/s)")
        #expect(axis.ticks.map(\.label) == ["0", "20", "40", "60", "80", "100"])
        let log = Axis(.log(0.01...0.2), "round-trip time", .seconds)
        #expect(log.ticks.map(\.label) == ["10 ms", "20 ms", "50 ms", "100 ms", "200 ms"])
    }

    @Test("shortens a label that has no room") func labels() {
        let text = TextWidth.fitting(String(repeating: "long ", count: 40), in: 100, size: 12)
        #expect(text.hasSuffix("…"))
        #expect(TextWidth.pixels(text, size: 12) <= 100)
    }
}

/// As WCAG reckons it.
enum Contrast {
    static func between(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let value = UInt32(colour.dropFirst(), radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift -> Double in
            let part = Double(value >> UInt32(shift) & 255) / 255
            return part <= 0.04045 ? part / 12.92 : power((part + 0.055) / 1.055)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func power(_ base: Double) -> Double { pow(base, 2.4) }
}
