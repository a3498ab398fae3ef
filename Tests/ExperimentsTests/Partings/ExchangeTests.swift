// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("An exchange")
struct ExchangeTests {
    @Test("counts bytes and time from its beginning, whatever the numbers on the wire")
    func relative() throws {
        let low = try #require(MadeTrace().exchanges.first)
        let other = MadeTrace(initial: .max - 2000, peer: .max, start: 90_000_000_123)
        #expect(other.exchanges == [low])
        #expect(low.segments[0].sequence == 0)
        #expect(low.segments[0].acknowledgement == 0)
        #expect(low.segments[1].sequence == 1)
        #expect(low.segments[1].time == .milliseconds(20))
        #expect(low.segments[2].way == .received)
        #expect(low.segments[2].acknowledgement == 1 + MadeTrace.segment)
        #expect(low.segments[2].sequence == 0)
    }

    @Test("tells a segment that was sent again from one that was sent")
    func again() throws {
        var trace = MadeTrace()
        trace.samples[3].way = 2
        let segments = try #require(trace.exchanges.first).segments
        #expect(segments[1].way == .sent)
        #expect(segments[3].way == .sentAgain)
        #expect(segments[3].way.isSent)
    }

    @Test(
        "has connections one after the other, each with a beginning of its own",
        arguments: [9, 12] as [UInt64])
    func connections(_ socket: UInt64) throws {
        var trace = MadeTrace(segments: 1)
        // A SYN that is sent again begins none.
        trace.samples.insert(trace.samples[0], at: 1)
        let next = MadeTrace(
            segments: 1, initial: 400_000, peer: 500, start: 6_000_000_000, socket: socket)
        trace.samples += next.samples
        let segments = try #require(trace.exchanges.first).segments
        #expect(segments.map(\.connection) == [0, 0, 0, 0, 1, 1, 1])
        #expect(segments[5].sequence == 1)
        #expect(segments[4].time == .seconds(1))
    }

    @Test("is one for each flow, by their numbers, all from the first segment of the run")
    func flows() {
        var trace = MadeTrace(segments: 1, start: 5_000_000_000, flow: 3)
        trace.samples += MadeTrace(segments: 2, start: 5_001_000_000, flow: 1).samples
        let all = trace.exchanges
        #expect(all.map(\.flow) == [1, 3])
        #expect(all[0].segments.count == 5)
        #expect(all[0].segments[0].time == .milliseconds(1))
    }

    @Test("has a gap where a segment went by unseen, and none where one was sent again")
    func gaps() throws {
        var trace = MadeTrace()
        #expect(try #require(trace.exchanges.first).gaps == 0)
        trace.samples.append(trace.samples[3])
        trace.samples[trace.samples.count - 1].way = 2
        #expect(try #require(trace.exchanges.first).gaps == 0)
        trace.samples.remove(at: 5)
        #expect(try #require(trace.exchanges.first).gaps == 1)
    }

    @Test("of a run in which nothing was seen is none")
    func nothing() {
        #expect(Exchange.all(of: Series()) == [])
    }
}
