// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder, by its path.
public struct Folder: Hashable, Sendable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public func file(_ name: String) -> File {
        File("\(path)/\(name)")
    }

    public func folder(_ name: String) -> Folder {
        Folder("\(path)/\(name)")
    }

    public func exists() throws(KernelError) -> Bool {
        try File(path).kind() == .folder
    }

    /// Makes it and the folders above it, as far as they are missing.
    public func create(mode: UInt32 = 0o755) throws(KernelError) {
        if try exists() { return }
        let above = File(path).folder
        if above != self { try above.create(mode: mode) }
        guard mkdir(path, mode) == 0 else {
            let refusal = KernelError.last("make the folder \(path)")
            // Another process may have made it since we looked.
            if refusal.isErrno(EEXIST), try exists() { return }
            throw refusal
        }
    }

    /// The names in it, sorted, without `.` and `..`.
    public func names() throws(KernelError) -> [String] {
        guard let stream = opendir(path) else { throw KernelError.last("list \(path)") }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // readdir tells its end from a failure by errno alone.
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        let ending = KernelError.last("list \(path)")
        guard ending.isErrno(0) else { throw ending }
        return names.sorted()
    }

    /// The names in it; none where there is no such folder.
    public func namesIfAny() throws(KernelError) -> [String] {
        do throws(KernelError) {
            return try names()
        } catch  where error.isErrno(ENOENT, ENOTDIR) {
            return []
        }
    }

    public func removeIfAny() throws(KernelError) {
        do throws(KernelError) { try remove() } catch  where error.isErrno(ENOENT, ENOTDIR) {}
    }

    /// Removes an empty folder.
    public func remove() throws(KernelError) {
        guard rmdir(path) == 0 else { throw KernelError.last("remove the folder \(path)") }
    }

    /// Removes it with all that it holds; links in it are removed, not followed.
    public func removeTree() throws(KernelError) {
        for name in try names() {
            guard unlink("\(path)/\(name)") != 0 else { continue }
            let refusal = KernelError.last("remove \(path)/\(name)")
            guard refusal.isErrno(EISDIR, EPERM) else { throw refusal }
            try folder(name).removeTree()
        }
        try remove()
    }

    /// A new folder with a name that nobody has, for us alone.
    public static func temporary(prefix: String = "/tmp/graft-") throws(KernelError) -> Folder {
        let template = strdup("\(prefix)XXXXXX")
        defer { free(template) }
        guard let template, mkdtemp(template) != nil else {
            throw KernelError.last("make a temporary folder \(prefix)XXXXXX")
        }
        return Folder(String(cString: template))
    }

    /// Returns when its names are on the disk.
    func synchronize() throws(KernelError) {
        let folder = try Descriptor(opening: path, O_RDONLY | O_DIRECTORY)
        guard fsync(folder.raw) == 0 else { throw KernelError.last("synchronize \(path)") }
    }
}
