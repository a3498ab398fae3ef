// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

extension OnThisMachine {
    @Suite("The flow dissector strict")
    struct StrictTests {
        private static let flows = 1000

        @Test("spreads flows over two routes just as the kernel's own does")
        func asTheKernel() throws {
            try Workspace.with { workspace in
                let routes = try TwoRoutes(workspace)
                let kernel = try routes.counts(ofFlows: StrictTests.flows)
                let strict = try PacketProgram(StrictTests.source, as: "gt_strict", workspace)
                try strict.dissect("strict", for: "gt_router")
                let ours = try routes.counts(ofFlows: StrictTests.flows)
                for (one, other) in zip(kernel, ours) {
                    #expect(one > StrictTests.flows / 4)
                    #expect(abs(one - other) <= TwoRoutes.stray)
                }
                #expect(try strict.malformed == [:])
                try strict.stopDissecting("strict", for: "gt_router")
                try strict.letGo()
                try routes.end()
            }
        }

        @Test("lets no sender of malformed packets choose their route")
        func malformed() throws {
            try Workspace.with { workspace in
                let routes = try TwoRoutes(workspace)
                // UDP of four bytes cannot be: its header has eight.
                let kernel = try routes.counts(ofFlows: StrictTests.flows, length: 4)
                #expect(kernel.allSatisfy { $0 > StrictTests.flows / 4 })
                let strict = try PacketProgram(StrictTests.source, as: "gt_strict", workspace)
                try strict.dissect("strict", for: "gt_router")
                let ours = try routes.counts(ofFlows: StrictTests.flows, length: 4)
                expectOneRoute(ours)
                #expect(try strict.malformed == ["length_wrong": UInt64(StrictTests.flows)])
                try strict.stopDissecting("strict", for: "gt_router")
                try strict.letGo()
                try routes.end()
            }
        }

        @Test("can be replaced while packets flow, and looks at no ports when told so")
        func replaced() throws {
            try Workspace.with { workspace in
                let routes = try TwoRoutes(workspace)
                let all = try PacketProgram(StrictTests.source, as: "gt_all", workspace)
                let few = try PacketProgram(
                    StrictTests.source, changing: [("2047) = 2047", "2047) = 2")], as: "gt_few",
                    workspace)
                try all.dissect("strict", for: "gt_router")
                #expect(
                    try routes.counts(ofFlows: StrictTests.flows)
                        .allSatisfy { $0 > StrictTests.flows / 4 })
                try few.dissect("strict", for: "gt_router")
                expectOneRoute(try routes.counts(ofFlows: StrictTests.flows))
                try all.dissect("strict", for: "gt_router")
                #expect(
                    try routes.counts(ofFlows: StrictTests.flows)
                        .allSatisfy { $0 > StrictTests.flows / 4 })
                try all.stopDissecting("strict", for: "gt_router")
                try all.letGo()
                try few.letGo()
                try routes.end()
            }
        }

        private func expectOneRoute(_ counts: [Int]) {
            #expect(counts.max() ?? 0 >= StrictTests.flows, "\(counts)")
            #expect(counts.min() ?? 0 <= TwoRoutes.stray, "\(counts)")
        }

        private static let source = "flow-dissector/strict/strict.bpf.c"
    }
}

extension PacketProgram {
    /// What strict has given up on, by the reason.
    fileprivate var malformed: [String: UInt64] {
        get throws {
            try counters(of: "strict", named: "malformed").filter { $0.value > 0 }
        }
    }
}
