// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Testbed
import Testing

/// What the suites need that put a discipline in BPF on a device.
struct NeedsQueueExtensions {
    static let trait: any SuiteTrait = ConditionTrait.enabled(
        if: takesThem, "skipped: this kernel takes no queueing disciplines in BPF")

    private static let takesThem =
        (try? User.current().isRoot && RunningKernel().structOps("Qdisc_ops") != nil) ?? false
}

extension OnThisMachine {
    @Suite("A queue in BPF at the bottleneck of a path", NeedsQueueExtensions.trait)
    struct PathQueueTests {
        /// What waits at the end of a bulk flow on the way forth, and what was dropped.
        private func standing(
            _ ground: TestbedGround, _ aqm: String, seconds: Int
        ) throws -> (bytes: UInt32, drops: UInt32) {
            // Two seconds of the rate fit: what is dropped is dropped by the law.
            let path = try ground.path("rate=4mbit", "delay=10ms", "queue=1MB", "aqm=\(aqm)")
            let record = try ground.run(path, ground.bulk(seconds: seconds))
            #expect(record.means.hasPrefix("rate by \(aqm), queue by \(aqm)"))
            #expect(try #require(record.flows.first).throughput > 100_000)
            let forth = record.samples.queues.samples.filter { !$0.isBack }
            let last = try #require(forth.last)
            return (last.waitingBytes, last.drops)
        }

        @Test("that is codel drops while there is room, and its queue goes back; fifo keeps it")
        func law() throws {
            try TestbedGround.with { ground in
                let plain = try standing(ground, "bpf_fifo", seconds: 6)
                #expect(plain.drops == 0)
                let managed = try standing(ground, "bpf_codel", seconds: 6)
                #expect(managed.drops > 0)
                #expect(managed.bytes < plain.bytes)
            }
        }
    }
}
