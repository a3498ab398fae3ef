// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The namespaces whose default is a congestion control, and what became of
/// their renewal after a swap.
///
/// A namespace's default points at the operations that had the name when it was
/// written. After a swap it is stale until the same name is written again.
public struct Defaults: Equatable, Sendable {
    public var renewed: [String] = []
    /// Not written, because the kernel would refuse: and each such refusal
    /// leaks a reference to the map until the machine restarts.
    public var stale: [String] = []
}

extension Instruments {
    /// Renews the default of every namespace whose default is `name`.
    ///
    /// `isForAll` says that the current version is marked for every namespace
    /// (TCP_CONG_NON_RESTRICTED); without it only the initial one may have it.
    func renewDefaults(_ name: String, isForAll: Bool) throws(Refusal) -> Defaults {
        try inEveryNamespace { sighting throws(KernelError) in
            var here = Defaults()
            guard try Sysctl.congestionControl.read() == name else { return here }
            guard isForAll || sighting.identity.isInitial else {
                here.stale.append(sighting.words)
                return here
            }
            try Sysctl.congestionControl.write(name)
            here.renewed.append(sighting.words)
            return here
        }.reduce(into: Defaults()) {
            $0.renewed += $1.renewed
            $0.stale += $1.stale
        }
    }
}

extension NetworkNamespace.Sighting {
    /// What people call it.
    var words: String {
        if identity.isInitial { return "the initial namespace" }
        return names.first ?? paths.first ?? pids.first.map { "that of process \($0)" }
            ?? "net:[\(identity.inode)]"
    }
}
