// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("A judge of guards")
struct GuardJudgeTests {
    /// Judges one socket every 100 ms, with the round trip that `trip` gives in
    /// milliseconds, and tells each verdict's moment.
    private func judge(
        _ text: String, until end: UInt64, before: WindowSummary? = nil,
        trip: (UInt64) -> UInt32
    ) throws -> [(at: UInt64, verdict: GuardJudge.Verdict)] {
        var judge = GuardJudge([try GuardExpression(text)], before: before)
        return stride(from: 0, through: end, by: 100).map { at in
            let sample = socket(1, at: at) { $0.srttMicroseconds = trip(at) * 1000 }
            return (at, judge.look([sample], at: .ms(at)))
        }
    }

    @Test("holds its word back until the window is full, then holds")
    func early() throws {
        let verdicts = try judge("srtt.p99 < 40ms", until: 1100) { _ in 10 }
        #expect(
            verdicts[9].verdict == .notYet("watched for 900 ms of 1 s, in 10 of 5 looks"))
        #expect(verdicts[10].verdict == .holds)
        #expect(verdicts[11].verdict == .holds)
    }

    @Test("finds what is bad from the start as soon as the window is full")
    func badFromTheStart() throws {
        let verdicts = try judge("srtt.p99 < 40ms", until: 1000) { _ in 90 }
        let first = try #require(verdicts.first { $0.verdict.breaches != nil })
        #expect(first.at == 1000)
        #expect(
            first.verdict.breaches?.map(\.description) == ["srtt.p99 90 ms (guard: < 40 ms)"])
    }

    @Test("finds what begins later within a window of its beginning, by percentile and by mean")
    func badLater() throws {
        let late: (UInt64) -> UInt32 = { $0 > 3000 ? 90 : 10 }
        let peak = try judge("srtt.p99 < 40ms", until: 5000, trip: late)
        // Its oldest third ends at a bad sample for the first time: 3,100 + 700.
        #expect(peak.first { $0.verdict.breaches != nil }?.at == 3800)
        // Two of the oldest third's three are bad: (2 * 90 + 10) / 3 = 63.
        let mean = try judge("srtt < 50ms", until: 5000, trip: late)
        #expect(mean.first { $0.verdict.breaches != nil }?.at == 3900)
    }

    @Test("lets one bad sample and a short burst pass, and says what it saw")
    func moments() throws {
        for last in [UInt64(2000), 2300] {
            let verdicts = try judge("srtt.max < 40ms", until: 5000) {
                (2000...last).contains($0) ? 90 : 10
            }
            #expect(verdicts.allSatisfy { $0.verdict.breaches == nil })
            #expect(
                verdicts[20].verdict
                    == .notYet("srtt.max 90 ms (guard: < 40 ms), not in every third of the window"))
            #expect(verdicts[50].verdict == .holds)
        }
    }

    @Test("compares with what was before, and shows both numbers")
    func before() throws {
        var old = Window(length: .seconds(1))
        for at in [UInt64(0), 1000] {
            old.add([socket(1, at: at) { $0.srttMicroseconds = 40_000 }], at: .ms(at))
        }
        let verdicts = try judge("srtt.p99 < 1.5x before", until: 1000, before: old.summary) { _ in
            80
        }
        #expect(
            verdicts[10].verdict.breaches?.map(\.description)
                == ["srtt.p99 80 ms (guard: < 1.5x before = 60 ms, before: 40 ms)"])
        let same = try judge("srtt.p99 < 1.5x before", until: 1000, before: old.summary) { _ in
            59
        }
        #expect(same[10].verdict == .holds)
    }

    @Test("judges counters by what was before and by what is now")
    func retransmits() throws {
        func look(_ at: UInt64, percent: Double) -> [SocketSample] {
            [
                socket(1, at: at) {
                    $0.bytesSent = at * 1000
                    $0.bytesRetransmitted = UInt64(Double(at) * 10 * percent)
                }
            ]
        }
        var old = Window(length: .seconds(1))
        for at in [UInt64(0), 1000] { old.add(look(at, percent: 0.1), at: .ms(at)) }
        let guards = [try GuardExpression("retransmits < 2%"), try GuardExpression("sockets > 0")]
        var judge = GuardJudge(guards, before: old.summary)
        var verdict = GuardJudge.Verdict.holds
        for at in stride(from: UInt64(0), through: 1000, by: 250) {
            verdict = judge.look(look(at, percent: 7.4), at: .ms(at))
        }
        #expect(
            verdict.breaches?.map(\.description)
                == ["retransmits 7.4 % (guard: < 2 %, before: 0.1 %)"])
        #expect(judge.findings.map(\.held) == [false, true])
        #expect(
            judge.findings.map { History.Guarded($0) } == [
                History.Guarded(text: "retransmits < 2%", held: false, found: "7.4 %"),
                History.Guarded(text: "sockets > 0", held: true, found: "1"),
            ])
    }
}

extension GuardJudge.Verdict {
    var breaches: [Breach]? {
        if case .breached(let breaches) = self { breaches } else { nil }
    }
}
