// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Extensions

@Suite("How long a scheduler is watched before it is registered")
struct ProbationTests {
    @Test("until the watchdog must have seen a stall, where that is soon")
    func short() {
        let probation = Probation(timeout: .seconds(2), wanted: nil)
        #expect(probation.time == .milliseconds(3500))
        #expect(probation.coversWatchdog)
    }

    @Test("a second where the watchdog takes longer than anybody waits")
    func long() {
        let probation = Probation(timeout: .seconds(30), wanted: nil)
        #expect(probation.time == .seconds(1))
        #expect(!probation.coversWatchdog)
    }

    @Test("as long as the user says, if they do")
    func wanted() {
        #expect(Probation(timeout: .seconds(2), wanted: .zero).time == .zero)
        #expect(Probation(timeout: .seconds(30), wanted: .seconds(46)).coversWatchdog)
    }
}
