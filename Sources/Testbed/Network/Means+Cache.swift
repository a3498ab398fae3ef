// SPDX-License-Identifier: Apache-2.0
import Kernel
import Synchronization

extension Means.Offer {
    private static let found = Mutex<Means.Offer?>(nil)

    /// Probed once in this process: a kernel does not lose a discipline while it runs.
    static func cached(_ namespace: borrowing NetworkNamespace) throws(KernelError)
        -> Means.Offer
    {
        if let known = found.withLock({ $0 }) { return known }
        let offer = try probe(namespace)
        found.withLock { $0 = offer }
        return offer
    }
}
