// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Testbed
import Testing

extension OnThisMachine {
    @Suite("Transactions on a testbed")
    struct TransactionTests {
        private let cubic = Arm("cubic", .kernel("cubic"))

        private func record(
            _ ground: TestbedGround, _ path: Path, _ test: NetperfTest, flows: Int = 1,
            seconds: Int = 2, change: (inout RunRequest) -> Void = { _ in }
        ) throws -> RunRecord {
            var request = RunRequest(
                Load([Load.Part("ask", test, flows: flows)], for: .seconds(seconds)),
                arms: [cubic])
            change(&request)
            let record = try ground.run(path, request)
            #expect(record.outcome == .valid)
            return record
        }

        /// How far a figure is from another, as a share of it.
        private func distance(_ found: Double?, _ wanted: Double) throws -> Double {
            abs(try #require(found) / wanted - 1)
        }

        @Test(
            "are timed one by one, and agree with netperf's own percentiles of one flow",
            arguments: [NetperfTest.tcpRR, .udpRR, .tcpCRR])
        func single(_ test: NetperfTest) throws {
            try TestbedGround.with { ground in
                let record = try record(ground, ground.path("delay=2ms"), test)
                #expect(record.samples.lostLatencies == 0)
                let values = record.values()
                let spell = try #require(record.flows.first?.spells.first)
                let netperfs = try #require(spell.latency)
                let counted = record.samples.latencies.samples.reduce(0) { $0 + Int($1.count) }
                // All but the first and the last of them.
                let wanted = spell.throughput * spell.seconds
                #expect(abs(Double(counted) - wanted) <= 4 + wanted / 50)
                func value(_ metric: Experiments.Metric) -> Double? {
                    values[Measure("ask", metric)]
                }
                #expect(try distance(value(.latencyP50), netperfs.p50 / 1e6) < 0.03)
                // On a busy machine the longest may be the first or the last, which are not ours.
                #expect(try distance(value(.latencyMean), netperfs.mean / 1e6) < 0.1)
            }
        }

        @Test("are timed of many flows at once, with the longest in a thousand")
        func many() throws {
            try TestbedGround.with { ground in
                let record = try record(ground, .direct, .tcpRR, flows: 3)
                let values = record.values()
                let p99 = try #require(values[Measure("ask", .latencyP99)])
                let p999 = try #require(values[Measure("ask", .latencyP999)])
                #expect(p999 >= p99)
                #expect(Set(record.samples.latencies.samples.map(\.flow)) == [0, 1, 2])
                // The half of the run has about half of them.
                let half = record.values(in: .after(.seconds(1)))
                let whole = try #require(values[Measure("ask", .transactions)])
                #expect(try distance(half[Measure("ask", .transactions)], whole) < 0.5)
            }
        }

        @Test("are not timed where that was not asked for, and netperf's figures stand")
        func untimed() throws {
            try TestbedGround.with { ground in
                let record = try record(ground, .direct, .tcpRR) {
                    $0.sampling.everyTransaction = false
                }
                #expect(record.samples.lostLatencies == nil)
                #expect(record.samples.latencies.isEmpty)
                let values = record.values()
                #expect(values[Measure("ask", .latencyP99)] != nil)
                #expect(values[Measure("ask", .latencyP999)] == nil)
            }
        }

        @Test("are not asked for where a load has none")
        func none() throws {
            try TestbedGround.with { ground in
                let record = try ground.run(ground.path("rate=50mbit"), ground.bulk())
                #expect(record.samples.lostLatencies == nil)
            }
        }
    }

    @Suite("A flow that ends by bytes")
    struct CompletionTests {
        @Test(
            "is over before the load is, and took as long as its bytes do",
            arguments: [NetperfTest.tcpStream, .tcpMaerts, .tcpSendfile])
        func completion(_ test: NetperfTest) throws {
            try TestbedGround.with { ground in
                var part = Load.Part("page", test)
                part.bytes = 2_000_000
                let record = try ground.run(
                    ground.path("rate=20mbit", "queue=200kB"),
                    RunRequest(
                        Load([part], for: .seconds(5)), arms: [Arm("cubic", .kernel("cubic"))]))
                #expect(record.outcome == .valid)
                #expect(record.time < .seconds(3))
                let time = try #require(record.values()[Measure("page", .completionTime)])
                // 16 Mbit and their headers at 20 Mbit/s, less a burst.
                #expect((0.75...0.95).contains(time))
            }
        }

        @Test("may be so short that no look shows its socket")
        func short() throws {
            try TestbedGround.with { ground in
                var part = Load.Part("crumb", .tcpStream, flows: 2)
                part.bytes = 20_000
                part.after = .milliseconds(1500)
                let arm = Arm("bpf", .extension("cubic", knobs: [], digest: nil))
                let record = try ground.run(
                    ground.path("rate=50mbit"),
                    RunRequest(
                        Load([Load.Part("bulk", .tcpStream), part], for: .seconds(3)),
                        arms: [arm]))
                #expect(record.outcome == .valid)
                let values = record.values(in: .after(.seconds(1)))
                let time = try #require(values[Measure("crumb", .completionTime)])
                #expect(time > 0 && time < 1)
                #expect(values[Measure("crumb", .goodput)] != nil)
                #expect(values[Measure("bulk", .goodput)] != nil)
            }
        }
    }
}
