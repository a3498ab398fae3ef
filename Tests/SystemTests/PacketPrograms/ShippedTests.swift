// SPDX-License-Identifier: Apache-2.0
import Testing

extension OnThisMachine {
    @Suite("A packet program that ships with graft")
    struct ShippedTests {
        /// Its counters have an enum for a key, which the kernel takes only undescribed.
        @Test(
            "can be loaded by graft's own loader, counters and all",
            arguments: ["flow-dissector/strict/strict", "packet/evil-ihl/evil_ihl"])
        func loads(path: String) throws {
            try Workspace.with { workspace in
                let source = "\(Workspace.root)/extensions/\(path).bpf.c"
                let answer = try workspace.graft("check", source)
                #expect(answer.errors == [])
                #expect(answer.output.contains("  can load    yes"), "\(answer.output)")
            }
        }
    }
}
