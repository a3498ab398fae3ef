// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Synchronization

extension Means {
    /// Refuses a path that this kernel cannot make.
    static func check(_ path: Path) throws(Refusal) {
        try refusing { () throws(KernelError) in
            _ = try Means(for: path, try Offer.cached(try NetworkNamespace.unnamed()))
        }
    }
}

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
