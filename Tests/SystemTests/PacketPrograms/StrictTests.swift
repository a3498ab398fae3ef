// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

extension OnThisMachine {
    @Suite("The flow dissector strict")
    struct StrictTests {
        private static let flows = 1000

        @Test("spreads flows over two routes just as the kernel's own does")
        func asTheKernel() throws {
            try StrictTests.with { routes, register in
                let kernel = try routes.counts(ofFlows: StrictTests.flows)
                let strict = try register()
                let ours = try routes.counts(ofFlows: StrictTests.flows)
                expectBothRoutes(kernel)
                for (one, other) in zip(kernel, ours) {
                    #expect(abs(one - other) <= TwoRoutes.stray, "\(kernel) \(ours)")
                }
                #expect(try strict.counters() == [:])
                try strict.unregister()
            }
        }

        @Test("lets no sender of malformed packets choose their route")
        func malformed() throws {
            try StrictTests.with { routes, register in
                // UDP of four bytes cannot be: its header has eight.
                expectBothRoutes(try routes.counts(ofFlows: StrictTests.flows, length: 4))
                let strict = try register()
                expectOneRoute(try routes.counts(ofFlows: StrictTests.flows, length: 4))
                #expect(try strict.counters() == ["length_wrong": StrictTests.flows])
                try strict.unregister()
            }
        }

        @Test("looks at no ports once it is swapped for one that is told so, and again after")
        func swapped() throws {
            try StrictTests.with { routes, register in
                let strict = try register()
                expectBothRoutes(try routes.counts(ofFlows: StrictTests.flows))
                try strict.swap(setting: "parse=2")
                expectOneRoute(try routes.counts(ofFlows: StrictTests.flows))
                try strict.rollback()
                expectBothRoutes(try routes.counts(ofFlows: StrictTests.flows))
                try strict.unregister()
            }
        }

        /// Runs `body` with two routes, and a way to put strict in front of them.
        private static func with(
            _ body: (TwoRoutes, () throws -> PacketProgram) throws -> Void
        ) throws {
            try Workspace.with { workspace in
                let routes = try TwoRoutes(workspace)
                try body(routes) {
                    try PacketProgram(
                        "strict", as: "gt_strict", ["--netns", "gt_router"], workspace)
                }
                try routes.end()
            }
        }

        private func expectBothRoutes(_ counts: [Int]) {
            #expect(counts.allSatisfy { $0 > StrictTests.flows / 4 }, "\(counts)")
        }

        private func expectOneRoute(_ counts: [Int]) {
            #expect(counts.max() ?? 0 >= StrictTests.flows, "\(counts)")
            #expect(counts.min() ?? 0 <= TwoRoutes.stray, "\(counts)")
        }
    }
}
