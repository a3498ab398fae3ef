// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import JSON
import Kernel

extension Standing {
    /// All that were written down; a file that nobody can read any more is told by name.
    public static func all(in places: Places) throws(Refusal) -> [Standing] {
        var found: [Standing] = []
        let names = try refusing { () throws(KernelError) in try folder(places).namesIfAny() }
        for name in names where name.hasSuffix(".json") {
            let standing = try folder(places).file(name).jsonIfAny(
                hint: "`graft testbed clean` removes it with all that bears graft's name"
            ) { place throws(JSON.Mismatch) in try Standing(place, places: places) }
            if let standing { found.append(standing) }
        }
        return found
    }

    /// Whether the process that it was to end with has gone.
    public func isOrphan() throws(Refusal) -> Bool {
        try refusing { () throws(KernelError) in
            guard let owner else { return false }
            return try !owner.isRunning()
        }
    }

    /// Clears what a crash left; answers the names.
    @discardableResult
    public static func clearOrphans(in places: Places) throws(Refusal) -> [String] {
        var cleared: [String] = []
        for standing in try all(in: places) where try standing.isOrphan() {
            try standing.clear()
            cleared.append(standing.name)
        }
        return cleared
    }

    /// Removes all of it; what is gone already is no error. The note goes last.
    public func clear() throws(Refusal) {
        try refusing("take down the network \(name)") { () throws(KernelError) in
            for minder in minders { try minder.end() }
            for role in roles { try Standing.removeNamespace(namespace(of: role)) }
            for group in try ControlGroup.names(prefix: groupPrefix) {
                try ControlGroup.endProcesses(in: group)
                try ControlGroup.remove(named: group, waiting: .seconds(10))
            }
            if try runFolder.exists() { try runFolder.removeTree() }
            try relayFile.removeIfAny()
        }
        try removeRegistrations()
        try refusing { () throws(KernelError) in try file.removeIfAny() }
    }

    private static func removeNamespace(_ name: String) throws(KernelError) {
        do throws(KernelError) {
            try NetworkNamespace.delete(named: name)
        } catch  where error.isErrno(ENOENT) {
            return
        }
    }

    /// Registrations of its arms bear its mark.
    private func removeRegistrations() throws(Refusal) {
        let registry = Registry(places)
        let ours = try registry.names().filter { $0.hasPrefix(registrationPrefix) }
        guard !ours.isEmpty else { return }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let session = try Session(places)
        for name in ours { _ = try registry.unregister(name, shelf: .host, on: kernel, session) }
    }

    /// What the names of its registrations begin with: the kernel leaves 15 bytes for all.
    var registrationPrefix: String {
        let digest = Digest(of: Array(name.utf8)).hexadecimal
        return "graft_\(digest.prefix(5))_"
    }

    /// What cleaning up has come to.
    public struct Cleaning: Equatable, Sendable {
        public var removed: [String] = []
        /// What is in use, and by whom.
        public var kept: [String] = []
    }

    /// Removes everything that bears a name of ours, whoever made it, but what is in use.
    public static func clean(in places: Places) throws(Refusal) -> Cleaning {
        var cleaning = Cleaning()
        var kept: [Standing] = []
        // Notes that nobody can read any more are no reason to leave what they tell of.
        for standing in (try? all(in: places)) ?? [] {
            if let owner = standing.owner, try !standing.isOrphan() {
                kept.append(standing)
                cleaning.kept.append("network \(standing.name): process \(owner.pid) uses it")
                continue
            }
            try standing.clear()
            cleaning.removed.append("network \(standing.name)")
        }
        try removeStrays(kept, places, &cleaning)
        try removeStrayRegistrations(kept, places, &cleaning)
        return cleaning
    }

    /// By their names alone, for what was made under other folders, or lost its note.
    private static func removeStrays(
        _ kept: [Standing], _ places: Places, _ cleaning: inout Cleaning
    ) throws(Refusal) {
        func isKept(_ name: String) -> Bool {
            kept.contains { standing in
                name.hasPrefix(standing.groupPrefix)
                    || standing.roles.contains { name == standing.namespace(of: $0) }
            }
        }
        try refusing("clean up") { () throws(KernelError) in
            let sightings = try NetworkNamespace.enumerate().found
            for name in try NetworkNamespace.names()
            where name.hasPrefix(Network.prefix) && !isKept(name) {
                let users = sightings.first { $0.names.contains(name) }?.pids ?? []
                guard users.isEmpty else {
                    let pids = users.map(String.init).joined(separator: ", ")
                    cleaning.kept.append("namespace \(name): process \(pids) runs in it")
                    continue
                }
                try removeNamespace(name)
                cleaning.removed.append("namespace \(name)")
            }
            for group in try ControlGroup.names(prefix: Network.prefix) where !isKept(group) {
                do throws(KernelError) {
                    try ControlGroup.remove(named: group)
                    cleaning.removed.append("control group \(group)")
                } catch  where error.isErrno(EBUSY) {
                    cleaning.kept.append("control group \(group): processes are in it")
                }
            }
            for name in try folder(places).namesIfAny() {
                guard !kept.contains(where: { name.hasPrefix($0.name + ".") }) else { continue }
                if try folder(places).folder(name).exists() {
                    try folder(places).folder(name).removeTree()
                } else {
                    try folder(places).file(name).removeIfAny()
                }
                cleaning.removed.append("note \(name)")
            }
        }
    }

    private static func removeStrayRegistrations(
        _ kept: [Standing], _ places: Places, _ cleaning: inout Cleaning
    ) throws(Refusal) {
        let registry = Registry(places)
        let strays = try registry.names().filter { name in
            name.hasPrefix("graft_")
                && !kept.contains { name.hasPrefix($0.registrationPrefix) }
        }
        guard !strays.isEmpty else { return }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let session = try Session(places)
        for name in strays {
            _ = try registry.unregister(name, shelf: .host, on: kernel, session)
            cleaning.removed.append("registration \(name)")
        }
    }
}
