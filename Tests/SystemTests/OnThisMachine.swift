// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import Testing

/// All tests that change the machine stand in this suite, one after another.
///
/// Others may work on the same machine at the same time: the tests call
/// everything that they make `gt_...`, and look at nothing else.
@Suite(
    "On this machine", .serialized,
    .enabled(if: geteuid() == 0, "skipped: tests that talk to the kernel need root"))
struct OnThisMachine {}

/// Keeps a second run of these tests away until this process ends.
final class Claim: Sendable {
    private let lock: FileLock

    static let ours = Result { () throws(KernelError) in try Claim() }

    private init() throws(KernelError) {
        lock = try FileLock.wait(for: "/run/lock/graft-system-tests")
        // A run that was killed could not clean up; what it left must not judge this one.
        Ours.remove()
        SwapResidue.remove()
        TestbedGround.remove()
        TestFolders.remove()
    }
}
