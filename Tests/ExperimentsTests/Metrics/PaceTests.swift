// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("The rate over time")
struct PaceTests {
    private func record(
        rate: BitsPerSecond? = nil, _ bytes: @escaping (Double) -> Double
    ) -> RunRecord {
        var path = Path()
        path.rate = rate.map { Ways(both: $0) }
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpStream)], seconds: 10, rates: [1e6], path: path)
        record.show(MadeRecord.trace(0, from: 0, to: 10, bytes: bytes))
        return record
    }

    @Test("that never changes has converged at once")
    func constant() {
        #expect(record { $0 * 1e6 }[.convergenceTime] == 0)
    }

    @Test("that doubles has converged when nine tenths of what surrounds it are behind")
    func step() throws {
        // Half the rate until 4 s. The tenth around 4 s + x holds (0.5 - x) s of the half and
        // (0.5 + x) s of the whole: 0.75 + x / 2, which is 0.9 at x = 0.3 s.
        let record = record { $0 < 4 ? $0 * 0.5e6 : 2e6 + ($0 - 4) * 1e6 }
        let found = try #require(record[.convergenceTime])
        #expect(abs(found - 4.3) <= 0.011)
        // The warm-up is what it is about.
        #expect(record[.convergenceTime, .after(.seconds(2))] == found)
        #expect(record[.convergenceTime, MeasuredWindow(from: .zero, to: .seconds(5))] == nil)
    }

    @Test("that changes near the end has not converged")
    func never() {
        #expect(record { $0 < 9 ? $0 * 1e6 : 9e6 + ($0 - 9) * 5e6 }[.convergenceTime] == nil)
    }

    @Test("that was looked at too seldom says nothing")
    func seldom() {
        var record = MadeRecord.record(
            [Load.Part("bulk", .tcpStream)], seconds: 10, rates: [1e6])
        record.show(MadeRecord.trace(0, from: 0, to: 0.5) { $0 * 1e6 })
        #expect(record[.convergenceTime] == nil)
    }

    @Test("is full where payload with its headers is nine tenths of the path's")
    func full() {
        // 1448 of 1514 bytes are payload: 10 Mbit/s are at most 1.195 MB of it a second.
        let most = 1.25e6 * 1448 / 1514
        let record = record(rate: .megabits(10)) { time in
            // A second at 95 %, then at 85 %.
            time < 1 ? time * 0.95 * most : 0.95 * most + (time - 1) * 0.85 * most
        }
        #expect(agree(record[.fullShare], 0.1))
        #expect(agree(record[.fullShare, .after(.milliseconds(500))], 5.0 / 95))
        #expect(self.record { $0 * 1e6 }[.fullShare] == nil)
    }
}
