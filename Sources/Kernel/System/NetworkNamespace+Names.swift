// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// Named namespaces, as `ip netns` keeps them: a file in /run/netns with the namespace
/// mounted over it. A name outlives us, so whoever creates one deletes it.
extension NetworkNamespace {
    /// Makes a new namespace and gives it a name.
    public static func create(named name: String) throws(KernelError) -> NetworkNamespace {
        try create(named: name, on: Worker(named: "graft-netns"))
    }

    /// As `create(named:)`; some properties are those that `parent` gives to its children,
    /// where else they are those of the calling thread's.
    public static func create(
        named name: String, from parent: borrowing NetworkNamespace
    ) throws(KernelError) -> NetworkNamespace {
        try create(named: name, on: parent.worker())
    }

    private static func create(
        named name: String, on worker: Worker
    ) throws(KernelError) -> NetworkNamespace {
        try requireName(name)
        let lock = try shareNames()
        let path = path(of: name)
        // The empty file is the claim to the name: EEXIST when another has it.
        _ = try Descriptor(opening: path, O_RDONLY | O_CREAT | O_EXCL)
        do throws(KernelError) {
            let namespace = try worker.run { () throws(KernelError) in
                guard graft_leave_network() == 0 else {
                    throw KernelError.last("make a network namespace")
                }
                guard mount(currentPath, path, "none", UInt(MS_BIND), nil) == 0 else {
                    throw KernelError.last("give the network namespace the name \(name)")
                }
                return try current()
            }
            _ = consume lock
            return namespace
        } catch {
            // The first refusal is the one to report.
            try? File(path).remove()
            throw error
        }
    }

    /// Takes the name away; the namespace itself ends with the last that holds it.
    ///
    /// Devices in it that belong to no hardware end with it, a moment later.
    public static func delete(named name: String) throws(KernelError) {
        try requireName(name)
        let path = path(of: name)
        if umount2(path, Int32(MNT_DETACH)) != 0 {
            let refusal = KernelError.last("take the name \(name) from its network namespace")
            // EINVAL: a file without a mount, left by a creation that was killed.
            guard refusal.isErrno(EINVAL) else { throw refusal }
        }
        try File(path).remove()
    }

    /// The names that exist, with those that stand for nothing any more.
    public static func names() throws(KernelError) -> [String] {
        try namesFolder.exists() ? namesFolder.names() : []
    }

    private static func requireName(_ name: String) throws(KernelError) {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw KernelError("name a network namespace \"\(name)\"", .said("it is no file name"))
        }
    }

    /// Makes /run/netns a shared mount, so that a name goes away everywhere at once when
    /// it is deleted; without, a copy in another mount namespace keeps the network alive.
    ///
    /// Answers the folder, locked: two that did this at once would mount it twice.
    private static func shareNames() throws(KernelError) -> Descriptor {
        let path = namesFolder.path
        try namesFolder.create()
        let folder = try Descriptor(opening: path, O_RDONLY | O_DIRECTORY)
        guard retrying({ flock(folder.raw, LOCK_EX) }) == 0 else {
            throw KernelError.last("lock \(path)")
        }
        let share = UInt(MS_SHARED | MS_REC)
        if mount("", path, "none", share, nil) == 0 { return folder }
        let refusal = KernelError.last("share \(path)")
        // EINVAL: it is no mount yet.
        guard refusal.isErrno(EINVAL) else { throw refusal }
        let bind = UInt(MS_BIND | MS_REC)
        guard mount(path, path, "none", bind, nil) == 0,
            mount("", path, "none", share, nil) == 0
        else {
            throw KernelError.last("make \(path) a shared mount")
        }
        return folder
    }
}
