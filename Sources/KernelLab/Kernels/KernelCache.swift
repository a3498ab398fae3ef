// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Where fetched kernels lie: `/var/cache/graft/kernels`, which root fills for everybody, and
/// a user's own `~/.cache/graft/kernels`. All of it can be removed, and fetched again.
public struct KernelCache: Sendable {
    /// Where to look, the one to write into first.
    let roots: [Folder]

    public var root: Folder { roots[0] }

    public init(root: Folder) { roots = [root] }

    /// This user's, unless the environment (GRAFT_KERNELS) names another.
    public static func ofThisUser() throws(LabRefusal) -> KernelCache {
        if let named = Environment.value(of: "GRAFT_KERNELS") {
            return KernelCache(root: Folder(named))
        }
        let shared = Folder("/var/cache/graft/kernels")
        let user = try labbing { () throws(KernelError) in try User.current() }
        guard !user.isRoot else { return KernelCache(root: shared) }
        let home =
            Environment.value(of: "XDG_CACHE_HOME")
            ?? Environment.value(of: "HOME").map { "\($0)/.cache" }
        guard let home else { return KernelCache(root: shared) }
        return KernelCache(roots: [Folder("\(home)/graft/kernels"), shared])
    }

    private init(roots: [Folder]) { self.roots = roots }

    /// All that lie ready, the newest last.
    public func kernels() throws(LabRefusal) -> [LabKernel] {
        var found: [Release: LabKernel] = [:]
        for root in roots {
            let names = try labbing { () throws(KernelError) in try root.namesIfAny() }
            for name in names {
                guard let release = Release(name), found[release] == nil else { continue }
                found[release] = LabKernel(release, in: root.folder(name))
            }
        }
        return found.values.sorted { $0.release < $1.release }
    }

    /// The newest that `word` means; the newest of all without a word.
    public func kernel(_ word: String?) throws(LabRefusal) -> LabKernel? {
        try kernels().last { kernel in word.map(kernel.release.answers) ?? true }
    }

    /// As `kernel(_:)`, or the refusal that says how to get it.
    public func require(_ word: String?) throws(LabRefusal) -> LabKernel {
        if let kernel = try kernel(word) { return kernel }
        let there = try kernels().map(\.release.short).joined(separator: ", ")
        let reason = there.isEmpty ? "no kernel has been fetched yet" : "there are \(there)"
        throw LabRefusal(
            "find the kernel\(word.map { " \"\($0)\"" } ?? "")", reason,
            hint: "`graft lab fetch \(word ?? "6.18")` gets it from Debian")
    }
}
