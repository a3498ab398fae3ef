// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A flow in two runs")
struct FlowComparisonTests {
    @Test("does not part where all is the same, and says how much that was")
    func same() {
        let comparison = MadeTrace().comparison(
            with: MadeTrace(initial: 5, start: 1), tolerance: .zero)
        #expect(comparison.time == nil)
        #expect(comparison.packet == nil)
        #expect(comparison.acknowledgement == nil)
        #expect(comparison.packets == 7)
        #expect(comparison.acknowledgements == 6)
        #expect(comparison.surroundings(3) == [])
    }

    @Test("parts at the first packet that has another window, with both values")
    func window() throws {
        var other = MadeTrace()
        other.samples[7].cwnd = 5
        other.samples[9].cwnd = 4
        let comparison = MadeTrace().comparison(with: other)
        let parting = try #require(comparison.packet)
        #expect(parting.before == 4)
        #expect(parting.time == .milliseconds(23))
        #expect(parting.differences.map(\.name) == ["cwnd"])
        #expect(parting.differences.map(\.left) == ["13"])
        #expect(parting.differences.map(\.right) == ["5"])
        #expect(comparison.acknowledgement == nil)
        #expect(comparison.acknowledgements == 6)
    }

    @Test(
        "parts where what a packet is differs",
        arguments: ["sequence", "length", "flags", "way", "ssthresh", "sacked", "ack"])
    func content(_ name: String) throws {
        var other = MadeTrace()
        switch name {
        case "sequence": other.samples[5].sequence += 1
        case "length": other.samples[5].length -= 1
        case "flags": other.samples[5].flags |= 128
        case "way": other.samples[5].way = 2
        case "ssthresh": other.samples[5].ssthresh = 7
        case "sacked": other.samples[5].sacked = 1
        default: other.samples[5].acknowledgement += 1
        }
        let parting = try #require(MadeTrace().comparison(with: other).packet)
        #expect(parting.before == 3)
        #expect(parting.differences.map(\.name) == [name])
    }

    @Test("keeps acknowledgements apart from packets")
    func acknowledgement() throws {
        var other = MadeTrace()
        other.samples[4].acknowledgement += 1448
        let comparison = MadeTrace().comparison(with: other)
        #expect(comparison.packet == nil)
        let parting = try #require(comparison.acknowledgement)
        #expect(parting.before == 1)
        #expect(parting.differences.map(\.name) == ["ack"])
    }

    @Test("takes times as the same up to the tolerance, and not beyond")
    func tolerance() throws {
        var other = MadeTrace()
        for place in other.samples.indices.dropFirst(5) {
            other.samples[place].nanoseconds += 60_000
            other.samples[place].srttMicroseconds += 50
        }
        #expect(MadeTrace().comparison(with: other).time == nil)
        let strict = MadeTrace().comparison(with: other, tolerance: .microseconds(55))
        #expect(strict.packet?.differences.map(\.name) == ["time"])
        let exact = MadeTrace().comparison(with: other, tolerance: .zero)
        #expect(exact.packet?.differences.map(\.name) == ["time", "srtt"])
        #expect(exact.packet?.before == 3)
    }

    @Test("does not part where a packet left before an acknowledgement came, or just after it")
    func order() {
        var other = MadeTrace()
        other.samples.swapAt(4, 5)
        let times = (other.samples[4].nanoseconds, other.samples[5].nanoseconds)
        (other.samples[5].nanoseconds, other.samples[4].nanoseconds) = times
        let comparison = MadeTrace().comparison(with: other, tolerance: .milliseconds(1))
        #expect(comparison.time == nil)
    }

    @Test("parts where one has no more packets")
    func end() throws {
        let comparison = MadeTrace(segments: 4).comparison(with: MadeTrace())
        let parting = try #require(comparison.packet)
        #expect(parting.before == 5)
        #expect(parting.left == nil)
        #expect(parting.right?.sequence == 1 + 4 * MadeTrace.segment)
        #expect(parting.differences == [])
    }

    @Test("takes no note of where the sender's buffer ended")
    func push() {
        var other = MadeTrace()
        other.samples[5].flags |= 8
        #expect(MadeTrace().comparison(with: other).time == nil)
    }

    @Test("shows what stands around both places, in one piece where they are near")
    func surroundings() throws {
        var other = MadeTrace()
        other.samples[5].cwnd = 3
        other.samples[6].cwnd = 3
        let near = MadeTrace().comparison(with: other).surroundings(2)
        #expect(near.count == 1)
        #expect(near[0].count == 6)
        #expect(near[0].map(\.isParting) == [false, false, true, true, false, false])
        #expect(near[0].map(\.isSame) == [true, true, false, false, true, true])
        other.samples[6].cwnd = 12
        other.samples[12].cwnd = 3
        let far = MadeTrace().comparison(with: other).surroundings(1)
        #expect(far.map(\.count) == [3, 2])
        #expect(far[1].last?.isParting == true)
    }

    @Test("that only one run has parts at its first packet")
    func missing() {
        let comparisons = FlowComparison.all(
            MadeTrace().exchanges, [], tolerance: .zero)
        #expect(comparisons.map(\.flow) == [0])
        #expect(comparisons[0].packets == 0)
        #expect(comparisons[0].time == .zero)
    }
}
