// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

extension OnThisMachine {
    /// Runs last: suites that are serialized go by the names of their files.
    @Suite("After all tests")
    struct UnchangedTests {
        @Test("nothing of theirs is in the kernel")
        func kernel() throws {
            _ = try Claim.ours.get()
            #expect(try Ours().things == [])
        }

        @Test("no folder of theirs is left, and no mount")
        func folders() throws {
            _ = try Claim.ours.get()
            for above in ["/tmp", "/sys/fs/bpf"] {
                let left = try Folder(above).namesIfAny().filter(Ours.owns)
                    .filter { try Folder("\(above)/\($0)").exists() }
                #expect(left == [])
            }
            let mounts = try File("/proc/mounts").text().split(separator: "\n")
            #expect(mounts.filter { $0.hasPrefix("gt_") } == [])
        }
    }
}
