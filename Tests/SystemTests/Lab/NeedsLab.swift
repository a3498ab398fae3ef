// SPDX-License-Identifier: Apache-2.0
import Kernel
import KernelLab
import Testing

/// What the suites that boot kernels need: root, QEMU, and a kernel that has been fetched.
struct NeedsLab {
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
