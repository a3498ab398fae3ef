// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("A judge of guards that cannot say")
struct GuardJudgeLimitsTests {
    private func unjudgeable(_ text: String, before: WindowSummary?) throws -> [String] {
        GuardJudge([try GuardExpression(text)], before: before).unjudgeable.map(\.description)
    }

    @Test("tells at the start which guards have nothing to compare with")
    func noBefore() throws {
        #expect(try unjudgeable("srtt < 40ms", before: nil) == [])
        #expect(
            try unjudgeable("srtt.p99 < 1.5x before", before: nil) == [
                "srtt.p99 < 1.5x before cannot be judged: "
                    + "nothing was measured before the change"
            ])
        let empty = Window(seconds: 1, [(0, []), (1000, [])]).summary
        #expect(
            try unjudgeable("srtt.p99 < 1.5x before", before: empty) == [
                "srtt.p99 < 1.5x before cannot be judged: "
                    + "there was no data for srtt.p99 before the change"
            ])
        let resting = Window(
            seconds: 1, [(0, [socket(1, at: 0)]), (1000, [socket(1, at: 1000)])]
        ).summary
        #expect(
            try unjudgeable("goodput > 0.9x before", before: resting) == [
                "goodput > 0.9x before cannot be judged: "
                    + "goodput was 0 before the change, and so is every multiple of it"
            ])
    }

    @Test("leaves those guards out of its verdict")
    func leftOut() throws {
        let guards = ["srtt < 2x before", "cwnd > 1"]
        var judge = GuardJudge(try guards.map { try GuardExpression($0) }, before: nil)
        var verdict = GuardJudge.Verdict.notYet("")
        for at in stride(from: UInt64(0), through: 1000, by: 200) {
            verdict = judge.look([socket(1, at: at) { $0.cwnd = 10 }], at: .ms(at))
        }
        #expect(verdict == .holds)
        #expect(judge.findings.map(\.held) == [nil, true])
    }

    @Test("waits for data, and breaks nothing by the lack of it")
    func noData() throws {
        var judge = GuardJudge([try GuardExpression("goodput > 1mbit")], before: nil)
        var verdict = GuardJudge.Verdict.holds
        for at in stride(from: UInt64(0), through: 2000, by: 200) {
            verdict = judge.look([], at: .ms(at))
        }
        #expect(verdict == .notYet("no data for goodput > 1mbit"))
        #expect(judge.findings.map(\.description) == ["goodput no data (guard: > 1 Mbit/s)"])
    }

    @Test("still ends a stalled flow: no goodput at all is 0, and no lack of data")
    func stalled() throws {
        var judge = GuardJudge([try GuardExpression("goodput > 1mbit")], before: nil)
        var first: UInt64?
        for at in stride(from: UInt64(0), through: 4000, by: 100) {
            // 10 Mbit/s until 2 s.
            let sample = socket(1, at: at) { $0.bytesAcked = min(at, 2000) * 1250 }
            let verdict = judge.look([sample], at: .ms(at))
            if verdict.breaches != nil, first == nil { first = at }
        }
        // The oldest third must be as bad, which it is one window after the stall.
        #expect(first == 3000)
    }

    @Test("takes slow looks as they come: five, however long they need")
    func slowLooks() throws {
        var judge = GuardJudge([try GuardExpression("srtt < 40ms")], before: nil)
        let verdicts = (0..<6).map { index in
            let at = UInt64(index) * 400
            return judge.look([socket(1, at: at) { $0.srttMicroseconds = 90_000 }], at: .ms(at))
        }
        #expect(verdicts[3] == .notYet("watched for 1.2 s of 1 s, in 4 of 5 looks"))
        #expect(verdicts[4].breaches?.count == 1)
    }
}
