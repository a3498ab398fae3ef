// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A load")
struct LoadTests {
    private func part(_ words: String...) -> (part: Load.Part?, complaints: [String]) {
        var fields = Fields(words: words, known: Load.Part.fieldNames)
        let part = Load.Part("bulk", reading: &fields)
        return (part, fields.complaints.map(\.description))
    }

    @Test("is read from words")
    func words() throws {
        let (found, complaints) = part(
            "netperf=TCP_RR", "flows=4", "after=1s", "stagger=100ms", "request=100",
            "response=10kB",
            "client_cpu=0", "background=on", "arms=a,b")
        #expect(complaints == ["request: \"100\" has no unit; write 100kB, for instance"])
        let part = try #require(found)
        #expect(part.test == .tcpRR)
        #expect(part.flows == 4)
        #expect(part.stagger == .milliseconds(100))
        #expect(part.responseBytes == 10_000)
        #expect(part.clientProcessor == 0)
        #expect(part.isBackground)
        #expect(part.arms == ["a", "b"])
    }

    @Test("without a test is none")
    func noTest() {
        #expect(part("flows=4").part == nil)
        #expect(
            part("netperf=TCP_STEAM").complaints.first
                == "netperf: \"TCP_STEAM\" is none of TCP_STREAM, TCP_MAERTS, TCP_SENDFILE, TCP_RR, "
                + "TCP_CRR, UDP_RR, UDP_STREAM; did you mean TCP_STREAM?")
    }

    @Test("with more flows than ports is refused")
    func ports() {
        let load = Load([Load.Part("a", .tcpStream, flows: 20_000)], for: .seconds(5))
        #expect(
            load.flaws.map(\.words) == ["20000 flows are more than there are ports, 12768"])
    }

    @Test("whose flows would start after its end is refused")
    func late() {
        var part = Load.Part("a", .tcpStream, flows: 5)
        part.stagger = .seconds(2)
        let flaws = Load([part], for: .seconds(5)).flaws
        #expect(flaws.map(\.words) == ["its last flow would start at 8s, of 5s"])
    }

    @Test("of other than whole seconds is refused, because netperf knows no other")
    func seconds() {
        var part = Load.Part("a", .tcpStream)
        part.cycle = Load.Cycle(on: .milliseconds(1500), off: .seconds(1))
        let flaws = Load([part], for: .milliseconds(4500)).flaws
        #expect(
            flaws.map(\.words) == [
                "4500ms: netperf counts whole seconds", "1500ms: netperf counts whole seconds",
            ])
    }

    @Test("may end by bytes, and not by time as well")
    func bytes() throws {
        let found = try #require(part("netperf=TCP_STREAM", "bytes=2MB").part)
        #expect(found.bytes == 2_000_000)
        #expect(Load([found], for: .seconds(5)).flaws.isEmpty)
        var both = found
        both.time = .seconds(2)
        #expect(
            Load([both], for: .seconds(5)).flaws.map(\.words)
                == ["a flow ends by bytes or by time, not by both"])
        both = found
        both.bytes = 3_000_000_000
        #expect(
            Load([both], for: .seconds(5)).flaws.map(\.words)
                == ["3000000000 bytes are not from 1 to 2147483647"])
    }

    @Test("of transactions does not end by bytes")
    func transactions() {
        var part = Load.Part("a", .tcpRR)
        part.bytes = 1000
        #expect(
            Load([part], for: .seconds(5)).flaws.map(\.words)
                == ["TCP_RR ends by time; a stream of TCP may end by bytes"])
    }

    @Test("without a congestion control can have no arm of its own")
    func udp() {
        var part = Load.Part("a", .udpStream)
        part.arms = ["cubic"]
        #expect(
            Load([part], for: .seconds(5)).flaws.map(\.words)
                == ["UDP_STREAM has no congestion control"])
    }
}
