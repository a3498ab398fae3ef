// SPDX-License-Identifier: Apache-2.0
import Glibc

extension NetworkNamespace {
    /// One namespace of this host, and by what it is known.
    public struct Sighting: Equatable, Sendable {
        public let identity: Identity
        /// Its names for `ip netns`.
        public internal(set) var names: [String] = []
        /// Files elsewhere that stand for it; container engines have such.
        public internal(set) var paths: [String] = []
        /// The processes in it.
        public internal(set) var pids: [Int32] = []
    }

    /// The namespaces of this host, as far as they can be seen.
    ///
    /// Not seen: one that only a descriptor or a socket holds, only a thread that left
    /// its process's namespace, or only a mount in another mount namespace.
    public struct Sightings: Equatable, Sendable {
        /// By first appearance: the calling thread's first.
        public internal(set) var found: [Sighting] = []
        /// Processes that the kernel does not let us look at. Root may meet some too.
        public internal(set) var hiddenProcesses = 0
    }

    /// Looks at every process and every mount.
    public static func enumerate() throws(KernelError) -> Sightings {
        var survey = Survey()
        survey.index(of: try Identity.current())
        try survey.addMounts(of: try File("/proc/thread-self/mountinfo").text())
        try survey.addProcesses()
        return survey.sightings
    }

    /// Opens the namespace of a sighting: by name, else by path, else by process.
    public init(_ sighting: Sighting) throws(KernelError) {
        let candidates =
            sighting.names.map { NetworkNamespace.path(of: $0) } + sighting.paths
            + sighting.pids.map { "/proc/\($0)/ns/net" } + [NetworkNamespace.currentPath]
        for path in candidates {
            // Gone, or another under the same name or number: the next one may be right.
            guard try Survey.identity(of: path) == sighting.identity,
                let namespace = try? NetworkNamespace(at: path)
            else { continue }
            if namespace.identity == sighting.identity {
                self = namespace
                return
            }
        }
        throw KernelError(
            "open the network namespace \(sighting.identity.inode)", .errno(ENOENT))
    }
}

/// The namespaces seen so far.
private struct Survey {
    var sightings = NetworkNamespace.Sightings()
    private var places: [NetworkNamespace.Identity: Int] = [:]

    /// Where a namespace stands among the sightings, new ones last.
    @discardableResult
    mutating func index(of identity: NetworkNamespace.Identity) -> Int {
        if let place = places[identity] { return place }
        places[identity] = sightings.found.count
        sightings.found.append(NetworkNamespace.Sighting(identity: identity))
        return sightings.found.count - 1
    }

    mutating func addMounts(of mountinfo: String) throws(KernelError) {
        let folder = NetworkNamespace.namesFolder.path + "/"
        for path in networkMounts(in: mountinfo) {
            guard let identity = try Survey.identity(of: path) else { continue }
            let place = index(of: identity)
            if path.hasPrefix(folder) {
                let name = String(path.dropFirst(folder.count))
                if !sightings.found[place].names.contains(name) {
                    sightings.found[place].names.append(name)
                }
            } else if !sightings.found[place].paths.contains(path) {
                sightings.found[place].paths.append(path)
            }
        }
    }

    mutating func addProcesses() throws(KernelError) {
        let pids = try Folder("/proc").names().compactMap { Int32($0) }.sorted()
        for pid in pids {
            do throws(KernelError) {
                guard let identity = try Survey.identity(of: "/proc/\(pid)/ns/net") else {
                    continue
                }
                sightings.found[index(of: identity)].pids.append(pid)
            } catch {
                guard error.isErrno(EACCES, EPERM) else { throw error }
                sightings.hiddenProcesses += 1
            }
        }
    }

    /// None when it is gone: a process that ended (ESRCH, ENOENT), a mount taken away.
    static func identity(of path: String) throws(KernelError) -> NetworkNamespace.Identity? {
        do throws(KernelError) {
            return try NetworkNamespace.Identity(of: path)
        } catch {
            if error.isErrno(ENOENT, ESRCH) { return nil }
            throw error
        }
    }
}

/// The paths of a `/proc/PID/mountinfo` at which a network namespace is mounted.
func networkMounts(in mountinfo: String) -> [String] {
    mountinfo.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count > 4, fields[3].hasPrefix("net:["), fields.contains("nsfs") else {
            return nil
        }
        return unescaped(fields[4])
    }
}

/// A path as mountinfo writes it: a blank is `\040`.
private func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = field.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\"), rest.count >= 3,
            let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
        {
            bytes.append(code)
            rest = rest.dropFirst(3)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
