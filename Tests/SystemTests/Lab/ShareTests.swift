// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    /// Shares of one processor, by the scheduler's own account of what each task ran. A busy host
    /// takes whole slices out of a translated guest, so the median of several windows counts.
    /// Turns without weights give 1.
    @Suite("The scheduler fair", NeedsOwnScheduler.trait)
    struct ShareTests {
        private static let fair = Workspace.root + "/extensions/scheduler/fair/fair.bpf.o"

        /// By how much more the first ran than the second: the median of five windows.
        private func ratio(
            _ one: borrowing BusyTask, _ other: borrowing BusyTask
        ) throws -> Double {
            var ratios: [Double] = []
            for _ in 0..<5 {
                ratios.append(try ratio(one, other, over: .seconds(2)))
            }
            return ratios.sorted()[2]
        }

        /// The same within `time` from now.
        private func ratio(
            _ one: borrowing BusyTask, _ other: borrowing BusyTask, over time: Duration
        ) throws -> Double {
            let (one0, other0) = (try one.time(), try other.time())
            time.pause()
            let (one1, other1) = (try one.time(), try other.time())
            return (one1 - one0) / (other1 - other0)
        }

        @Test("divides a processor by weight, whatever the other processor does")
        func weights() throws {
            try Workspace.with { workspace in
                #expect(try workspace.graft("register", Self.fair).status == 0)
                // Weights of 1024 and 335.
                let plain = try BusyTask(on: 0)
                let modest = try BusyTask(on: 0, niceness: 5)
                let alone = try ratio(plain, modest)
                #expect((2.5...3.7).contains(alone), "3.06 were due")
                // One that has a processor to itself must not set the pace of others.
                let neighbour = try BusyTask(on: 1)
                let beside = try ratio(plain, modest)
                #expect((2.5...3.7).contains(beside), "3.06 were due")
                #expect(try neighbour.time() > .seconds(1))
            }
        }

        @Test("gives one that slept no more than its share when it is back")
        func sleeper() throws {
            try Workspace.with { workspace in
                #expect(try workspace.graft("register", Self.fair).status == 0)
                let awake = try BusyTask(on: 0)
                let sleeper = try BusyTask(on: 0)
                try sleeper.pause()
                Duration.seconds(3).pause()
                try sleeper.goOn()
                let ratio = try ratio(sleeper, awake, over: .seconds(2))
                #expect((0.5...2).contains(ratio), "1 was due")
            }
        }
    }
}
