// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    /// What is run under other kernels, where a translator makes clang take minutes: with the
    /// objects that were built outside, one life of a registration and no more.
    @Suite("A shipped congestion control")
    struct PrebuiltTests {
        @Test("is registered, swapped, rolled back and taken out on this kernel")
        func life() throws {
            try Workspace.with { workspace in
                #expect(try workspace.graft("register", "cubic").status == 0)
                #expect(try Ours.algorithms().contains("bpf_cubic"))
                let swapped = try workspace.graft(
                    "swap", "bpf_cubic", "cubic", "--set", "beta=819")
                #expect(swapped.status == 0)
                #expect(try workspace.registration("bpf_cubic")?.current?.number == 2)
                #expect(try workspace.graft("rollback", "bpf_cubic").status == 0)
                #expect(try workspace.registration("bpf_cubic")?.current?.number == 1)
                #expect(try workspace.graft("unregister", "bpf_cubic").status == 0)
                #expect(try !Ours.algorithms().contains("bpf_cubic"))
            }
        }
    }
}
