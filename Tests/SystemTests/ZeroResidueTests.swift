// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

extension OnThisMachine {
    /// Runs last: suites that are serialized go by the names of their files, so that none must
    /// come after this one's.
    @Suite("After all tests")
    struct ZeroResidueTests {
        @Test("nothing of theirs is in the kernel")
        func kernel() throws {
            _ = try Claim.ours.get()
            #expect(try Ours().things == [])
        }

        @Test("no folder of theirs is left, and no mount")
        func folders() throws {
            _ = try Claim.ours.get()
            #expect(try TestFolders.paths() == [])
            #expect(try TestFolders.mounts() == [])
        }
    }
}
