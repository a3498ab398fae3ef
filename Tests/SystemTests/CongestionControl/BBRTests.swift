// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    /// Over 20 Mbit/s, a buffer of 220 kB (some 88 ms), and next to no delay.
    @Suite("A flow of bbr")
    struct BBRTests {
        @Test("fills the path and keeps its queue short, where cubic fills the buffer")
        func queue() throws {
            try expectSoon {
                (bbr: try BBRTests.steady("gs_bbr"), cubic: try BBRTests.steady("gs_cubic"))
            } holds: { both in
                (0.85 * 20e6..<20e6).contains(both.bbr.rate) && both.bbr.rtt < both.cubic.rtt / 2
            }
        }

        @Test("goes down to its smallest window when its round trip is old, and comes back")
        func probe() throws {
            try SwapGround.with { ground in
                try ground.register(
                    "gs_bbr", as: "gs_bbr",
                    knobs: [
                        Record.Setting(knob: "min_rtt_window", value: "700"),
                        Record.Setting(knob: "probe_rtt_time", value: "100"),
                        Record.Setting(knob: "min_cwnd", value: "5"),
                    ])
                let path = try ShapedPath(ground, "gs_bbr")
                let windows = try path.shapes(for: .seconds(4)).map(\.window)
                path.end()
                #expect(windows.contains(5))
                #expect(windows.allSatisfy { $0 >= 5 })
                // The time is little beside what lies between two of them.
                let small = windows.filter { $0 == 5 }.count
                #expect(small * 4 < windows.count, "\(small) of \(windows.count)")
                let probes = try BBRTests.value("rtt_probes", ground)
                #expect((3...8).contains(probes), "\(probes)")
            }
        }

        @Test("knows the path already in the version that it is migrated to")
        func migrated() throws {
            try SwapGround.with { ground in
                try ground.register("gs_bbr", as: "gs_bbr")
                let path = try ShapedPath(ground, "gs_bbr")
                _ = try path.shapes(for: .seconds(2))
                #expect(try BBRTests.value("pipes_filled", ground) == 1)
                var filter = MigrationFilter()
                filter.connections = true
                let swapped = try ground.swap(
                    "gs_bbr", to: "gs_bbr2", migrating: filter, renaming: true)
                #expect(swapped.carried == ["bbr_carried"])
                _ = try path.shapes(for: .seconds(2))
                path.end()
                #expect(try BBRTests.value("states_restored", ground) == 2)
                // It would fill the pipe once more if it had begun anew.
                #expect(try BBRTests.value("pipes_filled", ground) == 0)
            }
        }

        private struct Steady {
            /// Bits per second.
            let rate: Double
            /// The median, in milliseconds.
            let rtt: Double
        }

        /// Two seconds of a flow, three after its start.
        private static func steady(_ algorithm: String) throws -> Steady {
            var steady: Steady?
            try SwapGround.with { ground in
                // Without delay, room for clumps of ACKs is a queue by itself now and then.
                let knobs =
                    algorithm == "gs_bbr"
                    ? [Record.Setting(knob: "clump_time", value: "0")] : []
                try ground.register(algorithm, as: algorithm, knobs: knobs)
                let path = try ShapedPath(ground, algorithm)
                _ = try path.shapes(for: .seconds(3))
                let start = Instant.now
                let shapes = try path.shapes(for: .seconds(2))
                let seconds = Double(Instant.now.since(start) / .milliseconds(1)) / 1000
                path.end()
                let bytes = (shapes.last?.bytesAcked ?? 0) - (shapes.first?.bytesAcked ?? 0)
                let rtts = shapes.map(\.rttMicroseconds).sorted()
                steady = Steady(
                    rate: Double(bytes) * 8 / seconds, rtt: Double(rtts[rtts.count / 2]) / 1000)
            }
            return try #require(steady)
        }

        private static func value(_ name: String, _ ground: SwapGround) throws -> Int {
            let registration = try #require(try ground.registration("gs_bbr"))
            let values = try ground.registry.values(of: registration)
            let found = try #require(values.first { $0.name == name }?.value)
            return try #require(Int(found))
        }
    }
}
