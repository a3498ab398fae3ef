// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file, by its path. Nothing is open: each call opens, does its work and closes.
public struct File: Hashable, Sendable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public enum Kind: Equatable, Sendable {
        case regular, folder, other
    }

    /// What is there, following links; none when there is nothing.
    public func kind() throws(KernelError) -> Kind? {
        var found = stat()
        guard stat(path, &found) == 0 else {
            let refusal = KernelError.last("look at \(path)")
            if refusal.isErrno(ENOENT, ENOTDIR) { return nil }
            throw refusal
        }
        switch found.st_mode & S_IFMT {
        case S_IFREG: return .regular
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// What a symbolic link says.
    func target() throws(KernelError) -> String {
        var text = [CChar](repeating: 0, count: 4097)
        let count = readlink(path, &text, 4096)
        guard count >= 0 else { throw KernelError.last("read the link \(path)") }
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// When its content last changed; none where there is nothing.
    public func changed() throws(KernelError) -> WallTime? {
        var found = stat()
        guard stat(path, &found) == 0 else {
            let refusal = KernelError.last("look at \(path)")
            if refusal.isErrno(ENOENT, ENOTDIR) { return nil }
            throw refusal
        }
        let time = found.st_mtim
        return WallTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public func exists() throws(KernelError) -> Bool {
        try kind() != nil
    }

    /// All of it, whatever size it claims: files of /proc and /sys claim 0 or 4096.
    public func bytes() throws(KernelError) -> [UInt8] {
        let file = try Descriptor(opening: path, O_RDONLY)
        var bytes: [UInt8] = []
        while true {
            let count = file.readOnce(into: &bytes, atMost: bytes.isEmpty ? 4096 : 1 << 16)
            guard count >= 0 else { throw KernelError.last("read \(path)") }
            if count == 0 { return bytes }
        }
    }

    /// All of it as text; what is not UTF-8 is repaired.
    public func text() throws(KernelError) -> String {
        String(decoding: try bytes(), as: UTF8.self)
    }

    /// The text without the newline and blanks at its end, as /proc and /sys give values.
    public func value() throws(KernelError) -> String {
        var bytes = try bytes()
        while let last = bytes.last, last == 0x0a || last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes into a file that exists, by one write, as /proc and /sys want it.
    public func set(_ value: String) throws(KernelError) {
        let file = try Descriptor(opening: path, O_WRONLY)
        let bytes = Array(value.utf8)
        let count = file.writeOnce(bytes[...])
        guard count >= 0 else { throw KernelError.last("write \"\(value)\" to \(path)") }
        guard count == bytes.count else {
            throw KernelError("write \"\(value)\" to \(path)", .said("it took only \(count) bytes"))
        }
    }

    /// Puts `bytes` in its place so that a reader, or a crash, finds the old or the new, whole.
    ///
    /// On the disk when it returns.
    public func replace(with bytes: [UInt8], mode: UInt32 = 0o644) throws(KernelError) {
        try Draft(of: self, bytes, mode: mode).publish()
    }

    public func replace(with text: String, mode: UInt32 = 0o644) throws(KernelError) {
        try replace(with: Array(text.utf8), mode: mode)
    }

    /// Makes the file with this content, or is refused with EEXIST where there is one.
    public func claim(with bytes: [UInt8], mode: UInt32 = 0o644) throws(KernelError) {
        let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        try file.write(bytes)
    }

    /// Adds `bytes` at the end by one write, and returns when they are on the disk.
    public func append(_ bytes: [UInt8], mode: UInt32 = 0o644) throws(KernelError) {
        let file = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND, mode: mode)
        try file.write(bytes)
        try file.synchronize()
    }

    /// Whether there is something that we can see.
    public var isThere: Bool { access(path, F_OK) == 0 }

    /// All of it; none where there is no such file.
    public func bytesIfAny() throws(KernelError) -> [UInt8]? {
        do throws(KernelError) {
            return try bytes()
        } catch  where error.isErrno(ENOENT, ENOTDIR) {
            return nil
        }
    }

    public func removeIfAny() throws(KernelError) {
        do throws(KernelError) { try remove() } catch  where error.isErrno(ENOENT, ENOTDIR) {}
    }

    /// Removes the name; ENOENT when there is none.
    public func remove() throws(KernelError) {
        guard unlink(path) == 0 else { throw KernelError.last("remove \(path)") }
    }

    public var name: String {
        String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }

    /// The folder that it stands in.
    public var folder: Folder {
        guard let slash = path.lastIndex(of: "/") else { return Folder(".") }
        return Folder(slash == path.startIndex ? "/" : String(path[..<slash]))
    }
}

extension File {
    /// Gives it another name in the same file system, in place of what has it.
    public func rename(to path: String) throws(KernelError) {
        guard Glibc.rename(self.path, path) == 0 else {
            throw .last("rename \(self.path) to \(path)")
        }
    }

    /// The absolute path, without links and dots.
    public func resolved() throws(KernelError) -> String {
        guard let resolved = realpath(path, nil) else { throw .last("find \(path)") }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
