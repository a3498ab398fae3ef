// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("A failure of its own kind")
struct BreachTests {
    /// The first breach of a judge without guards, looked at every 100 ms.
    private func firstBreach(
        bytesAcked: (UInt64) -> UInt64, calls: (UInt64) -> UInt64?,
        isSevered: (UInt64) -> Bool = { _ in false }
    ) -> (at: UInt64, words: [String])? {
        var judge = GuardJudge([], before: nil)
        for at in stride(from: UInt64(0), through: 6000, by: 100) {
            let sample = socket(1, at: at) {
                $0.bytesAcked = bytesAcked(at)
                $0.bytesReceived = at * 1000
            }
            let verdict = judge.look(
                [sample], at: .ms(at), calls: calls(at), isSevered: isSevered(at))
            if let breaches = verdict.breaches { return (at, breaches.map(\.description)) }
        }
        return nil
    }

    @Test("is silence: bytes move, and for three seconds nothing is called")
    func silent() {
        let breach = firstBreach(bytesAcked: { $0 * 10 }, calls: { _ in 0 })
        #expect(breach?.at == 3000)
        #expect(
            breach?.words
                == ["no operation was called for 3 s, while 30000 bytes were acknowledged"])
        // Called until 1 s, and then no more.
        let later = firstBreach(bytesAcked: { $0 * 10 }, calls: { min($0, 1000) })
        #expect(later?.at == 4000)
    }

    @Test("is no silence while something is called, nothing moves, or nobody counts")
    func notSilent() {
        #expect(firstBreach(bytesAcked: { $0 * 10 }, calls: { $0 / 2000 }) == nil)
        #expect(firstBreach(bytesAcked: { _ in 77 }, calls: { _ in 0 }) == nil)
        #expect(firstBreach(bytesAcked: { $0 * 10 }, calls: { _ in nil }) == nil)
        // One acknowledgement was on its way.
        #expect(firstBreach(bytesAcked: { $0 > 0 ? 1000 : 0 }, calls: { _ in 5 }) == nil)
    }

    @Test("is a severed link, at the first look that shows it")
    func severed() {
        let breach = firstBreach(
            bytesAcked: { _ in 0 }, calls: { _ in nil }, isSevered: { $0 >= 200 })
        #expect(breach?.at == 200)
        #expect(
            breach?.words == ["the link is severed: something else took the extension out"])
    }

    @Test("can be told to programs")
    func json() throws {
        #expect(
            Breach.severed.json.text(.compact)
                == #"{"guard":"severed","words":"the link is severed: "#
                + #"something else took the extension out"}"#)
        let window = Window(
            seconds: 1, [(0, []), (1000, [socket(1, at: 1000) { $0.srttMicroseconds = 40 }])])
        var evidence = Evidence(window)
        let finding = GuardFinding(
            judging: try GuardExpression("srtt < 2x before"), &evidence,
            before: window.summary)
        #expect(
            finding.json.text(.compact)
                == #"{"guard":"srtt.mean < 2x before","state":"holds","words":"srtt.mean 40 us "#
                + #"(guard: < 2x before = 80 us, before: 40 us)","found":{"value":40.0,"#
                + #""unit":"us"},"limit":{"value":80.0,"unit":"us"},"#
                + #""before":{"value":40.0,"unit":"us"}}"#)
        let summary = window.summary.json
        #expect(summary["srtt.p99"]?.number == 40)
        #expect(summary["goodput"]?.isNull == true)
        #expect(summary["sockets"]?.integer() == 1)
        #expect(
            summary.object?.keys.prefix(5) == [
                "seconds", "sockets", "sockets_left", "goodput", "goodput.mean",
            ])
    }
}
