// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Files for a guest, in an order and with dates and numbers that depend on nothing but them.
struct PackedTree {
    private enum Entry {
        case folder
        case file(mode: Int, [UInt8])
        case link(to: String)
        case device(major: Int, minor: Int)
    }

    private var entries: [String: Entry] = [:]

    /// The paths in it, sorted: a folder before what lies in it.
    var paths: [String] { entries.keys.sorted() }

    mutating func folder(_ path: String) {
        let path = PackedTree.plain(path)
        guard !path.isEmpty, entries[path] == nil else { return }
        makeRoom(for: path)
        entries[path] = .folder
    }

    /// Whoever comes later with the same path replaces it.
    mutating func file(_ path: String, mode: Int = 0o644, _ bytes: [UInt8]) {
        add(path, .file(mode: mode, bytes))
    }

    mutating func file(_ path: String, mode: Int = 0o644, _ text: String) {
        file(path, mode: mode, Array(text.utf8))
    }

    mutating func link(_ path: String, to target: String) { add(path, .link(to: target)) }

    mutating func device(_ path: String, major: Int, minor: Int) {
        add(path, .device(major: major, minor: minor))
    }

    func holds(_ path: String) -> Bool { entries[PackedTree.plain(path)] != nil }

    /// As the kernel reads it. Several may follow each other: later ones add to earlier ones.
    func archived() -> [UInt8] {
        var archive = Cpio()
        for path in paths {
            switch entries[path] {
            case .folder: archive.folder(path)
            case .file(let mode, let bytes): archive.file(path, mode: mode, bytes)
            case .link(let target): archive.link(path, to: target)
            case .device(let major, let minor): archive.device(path, major: major, minor: minor)
            case nil: continue
            }
        }
        return archive.finished()
    }

    private mutating func add(_ path: String, _ entry: Entry) {
        let path = PackedTree.plain(path)
        makeRoom(for: path)
        entries[path] = entry
    }

    private mutating func makeRoom(for path: String) {
        let parts = path.split(separator: "/").dropLast()
        var folder = ""
        for part in parts {
            folder += folder.isEmpty ? String(part) : "/\(part)"
            if entries[folder] == nil { entries[folder] = .folder }
        }
    }

    /// Without a slash before it, and where the links of a ground lead: all programs lie in
    /// `usr/bin`, and `lib64` is where the libraries are.
    static func plain(_ path: String) -> String {
        var parts = path.split(separator: "/").filter { $0 != "." }
        guard let first = parts.first else { return "" }
        if parts.count > 1, ["bin", "sbin", "lib", "lib64"].contains(first) {
            parts.insert("usr", at: 0)
        }
        if parts.count > 2, parts[0] == "usr" {
            if parts[1] == "sbin" { parts[1] = "bin" }
            if parts[1] == "lib64" {
                parts.replaceSubrange(1...1, with: ["lib", "x86_64-linux-gnu"])
            }
        }
        return parts.joined(separator: "/")
    }
}
