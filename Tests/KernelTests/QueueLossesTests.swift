// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("The kernel's table of packet queues")
struct QueueLossesTests {
    private let table = """
        20000  32386     3 2     1     7     2     9184  1
        21000  32386     0 2     1     0     0        0  1

        """

    @Test("tells what each queue dropped, and why")
    func dropped() throws {
        let losses = try #require(QueueLosses(ofQueue: 20_000, in: table))
        #expect(losses.full == 7 && losses.untold == 2)
        #expect(QueueLosses(ofQueue: 21_000, in: table)?.full == 0)
    }

    @Test("has no line for a queue that nobody serves")
    func absent() {
        #expect(QueueLosses(ofQueue: 2000, in: table) == nil)
        #expect(QueueLosses(ofQueue: 20_000, in: "") == nil)
    }
}
