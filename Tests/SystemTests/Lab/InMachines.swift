// SPDX-License-Identifier: Apache-2.0
import Kernel
import KernelLab
import Testing

/// All tests that boot machines stand in this suite, one after another: each keeps the processors
/// busy, and `scripts/test` runs them when nothing is measured beside them.
@Suite("In machines", .serialized, NeedsLab.trait)
struct InMachines {}

/// What they need: root, QEMU, and a kernel that has been fetched.
private struct NeedsLab {
    static let trait: any SuiteTrait = ConditionTrait.enabled(
        if: lack == nil, "skipped: \(lack ?? "")")

    private static let lack: Comment? = {
        do {
            guard try User.current().isRoot else { return "it needs root" }
            _ = try Executable.locate("qemu-system-x86_64")
            let cache = try KernelCache.ofThisUser()
            guard try cache.kernel(nil) != nil else {
                return "no kernel has been fetched: graft lab fetch 6.18"
            }
            return nil
        } catch {
            return "\(error)"
        }
    }()
}
