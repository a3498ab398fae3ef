// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    /// Over 20 Mbit/s and a buffer of 30 ms or so, CUBIC takes seconds from a loss to
    /// the next one: it knows the window at which it was too much. Without that
    /// knowledge it grows by 5 % a round trip, and is back at the next loss at once.
    @Suite("A flow of cubic that is migrated right after a loss")
    struct CarriedStateTests {
        @Test("goes on where it was, where both versions carry their state")
        func carried() throws {
            let flow = try CarriedStateTests.migrated(to: "gs_cubic2")
            #expect(flow.carried == ["cubic_carried"])
            #expect(flow.restored == "2")
            #expect(flow.growth < 1.20, "\(flow)")
            #expect(flow.rate > 0.8, "\(flow)")
            print("carried: \(flow)")
        }

        @Test("starts afresh, where the new version carries nothing")
        func afresh() throws {
            // One that finds no processor grows slowly, whatever it knows; one that carries its
            // state never grows so fast.
            var flows: [Flow] = []
            repeat {
                flows.append(try CarriedStateTests.migrated(to: "gs_forgetful"))
            } while flows.count < 3 && flows.allSatisfy { $0.growth < 1.25 }
            #expect(flows.allSatisfy { $0.carried == [] })
            #expect(flows.contains { $0.growth > 1.25 }, "\(flows)")
            print("afresh: \(flows)")
        }

        private struct Flow {
            let carried: [String]
            /// The counter `states_restored` of the new version.
            let restored: String?
            /// Largest window in 500 ms after the migration, by the window at it.
            let growth: Double
            /// Bytes acknowledged in the second after, by those of the second before.
            let rate: Double
        }

        private static func migrated(to object: String) throws -> Flow {
            var flow: Flow?
            try SwapGround.with { ground in
                try ground.register("gs_cubic", as: "gs_cubic")
                let socket = try ShapedPath(ground, "gs_cubic")
                let before = try socket.waitForLoss()
                var filter = MigrationFilter()
                filter.connections = true
                let swapped = try ground.swap(
                    "gs_cubic", to: object, migrating: filter, renaming: true)
                #expect(swapped.whole.connections?.moved == 2)
                let after = try socket.watch(.seconds(1), quarter: .milliseconds(500))
                let registration = try #require(try ground.registration("gs_cubic"))
                let values = try ground.registry.values(of: registration)
                flow = Flow(
                    carried: swapped.carried,
                    restored: values.first { $0.name == "states_restored" }?.value,
                    growth: after.growth, rate: Double(after.bytes) / Double(before))
                socket.end()
            }
            return try #require(flow)
        }
    }
}
