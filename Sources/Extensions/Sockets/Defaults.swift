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
        var defaults = Defaults()
        try inEveryNamespace { sighting throws(KernelError) in
            guard try Sysctl.congestionControl.read() == name else { return }
            guard isForAll || sighting.identity.isInitial else {
                defaults.stale.append(sighting.words)
                return
            }
            try Sysctl.congestionControl.write(name)
            defaults.renewed.append(sighting.words)
        }
        return defaults
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
