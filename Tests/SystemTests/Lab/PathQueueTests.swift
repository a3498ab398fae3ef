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
        /// What a bulk flow met on the way forth: round trips while the queue stood, in
        /// microseconds, and what was dropped.
        private func standing(
            _ ground: TestbedGround, _ aqm: String, seconds: Int
        ) throws -> (rtt: UInt32, drops: UInt32) {
            // Two seconds of the rate fit: what is dropped is dropped by the law.
            let path = try ground.path("rate=4mbit", "delay=10ms", "queue=1MB", "aqm=\(aqm)")
            let record = try ground.run(path, ground.bulk(seconds: seconds))
            #expect(record.means.hasPrefix("rate by \(aqm), queue by \(aqm)"))
            #expect(try #require(record.flows.first).throughput > 100_000)
            let trips = record.samples.flows.samples.map(\.srttMicroseconds)
                .filter { $0 > 0 }.sorted()
            let last = try #require(record.samples.queues.samples.last { !$0.isBack })
            return (try #require(trips.dropFirst(trips.count / 2).first), last.drops)
        }

        @Test("that is codel drops while there is room, and keeps round trips short; fifo does not")
        func law() throws {
            let before = try tables()
            try TestbedGround.with { ground in
                let plain = try standing(ground, "bpf_fifo", seconds: 6)
                let managed = try standing(ground, "bpf_codel", seconds: 6)
                #expect(plain.drops == 0)
                #expect(managed.drops > 0)
                #expect(managed.rtt * 2 < plain.rtt)
            }
            // The devices took their disciplines along, and those let go of their tables.
            let began = Instant.now
            while try tables() != before, Instant.now.since(began) < .seconds(10) {
                Duration.milliseconds(50).pause()
            }
            #expect(try tables() == before)
        }

        /// The tables of operations that the kernel holds.
        private func tables() throws -> [String] {
            var names: [String] = []
            for id in try Map.allIDs() {
                guard let details = try Map(id: id)?.details(), details.type == Map.structOps
                else { continue }
                names.append("\(id) \(details.name)")
            }
            return names.sorted()
        }
    }
}
