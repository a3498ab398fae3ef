// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Where extensions lie that ship with graft, and how a word becomes an object.
///
/// They travel beside the program: in `lib/graft/extensions` next to its `bin`,
/// or, in a checkout, in the `extensions` folder above it.
public struct Shelf: Sendable {
    let folders: [String]

    public init(folders: [String]) { self.folders = folders }

    public static let host = Shelf(folders: hostFolders())

    /// The object that a word means: a path of an object or a source, or the
    /// bare name of an extension that ships. A source is built first.
    public func object(_ word: String) throws(Refusal) -> Object {
        let path = try path(of: word)
        guard path.hasSuffix(".c") else {
            return try refusing { () throws(KernelError) in try Object(file: path) }
        }
        let built = try Compiler.find().object(of: path, headers: headers)
        return try refusing { () throws(KernelError) in
            try Object(Bytes(file: built), name: Object.name(ofFile: path), path: path)
        }
    }

    /// The file that a word means.
    public func path(of word: String) throws(Refusal) -> String {
        let isPath = word.hasSuffix(".o") || word.hasSuffix(".c")
        if isPath || File(word).isThere { return word }
        for folder in folders {
            let shipped = try extensions(in: folder)
            if let found = shipped[word] { return found }
            let meant = shipped.keys.filter { $0.hasSuffix("/" + word) }.sorted()
            guard meant.count < 2 else {
                throw Refusal(
                    "find the extension \"\(word)\"",
                    .misfit("several have this name: \(meant.joined(separator: ", "))"),
                    hint: "name its family too: \(meant[0])")
            }
            if let only = meant.first { return shipped[only] ?? only }
        }
        if word.contains("/") { return word }
        let names = try self.names()
        throw Refusal(
            "find the extension \"\(word)\"", .unknown("there is no such file, and none ships"),
            hint: hint(
                for: word, among: names,
                otherwise: names.isEmpty
                    ? "give the path of a .bpf.o or .bpf.c file"
                    : "these ship with graft: \(names.joined(separator: ", "))"))
    }

    /// The names of all that ship; with its family where two have the same.
    public func names() throws(Refusal) -> [String] {
        var names: Set<String> = []
        for folder in folders {
            let shipped = try extensions(in: folder).keys.filter { !$0.hasPrefix("instruments/") }
            for (name, all) in Dictionary(grouping: shipped, by: Shelf.bareName) {
                names.formUnion(all.count == 1 ? [name] : all)
            }
        }
        return names.sorted()
    }

    private static func bareName(_ name: String) -> String {
        String(name.split(separator: "/").last ?? "")
    }

    /// Where the shared BPF headers lie.
    var headers: String? {
        folders.map { $0 + "/include" }.first { File($0 + "/tcp.bpf.h").isThere }
    }

    /// By family and name (`packet/evil-ihl`): the object where it is there and no older than its source, else the source.
    private func extensions(in folder: String) throws(Refusal) -> [String: String] {
        try refusing { () throws(KernelError) in
            var found: [String: String] = [:]
            for family in try Folder(folder).namesIfAny() where family != "include" {
                for name in try Folder("\(folder)/\(family)").namesIfAny() {
                    let stem = "\(folder)/\(family)/\(name)/\(name).bpf"
                    if try isFresh(stem + ".o", stem + ".c", folder) {
                        found["\(family)/\(name)"] = stem + ".o"
                    } else if File(stem + ".c").isThere {
                        found["\(family)/\(name)"] = stem + ".c"
                    }
                }
            }
            return found
        }
    }

    /// Whether an object is there and younger than its source and all headers.
    private func isFresh(_ object: String, _ source: String, _ folder: String) throws(KernelError)
        -> Bool
    {
        guard let made = try File(object).changed() else { return false }
        guard let written = try File(source).changed() else { return true }
        var newest = written
        for place in [Folder(folder + "/include"), File(source).folder] {
            for header in try place.namesIfAny() where header.hasSuffix(".h") {
                newest = max(newest, try place.file(header).changed() ?? newest)
            }
        }
        return made >= newest
    }

    private static func hostFolders() -> [String] {
        if let said = Environment.value(of: "GRAFT_EXTENSIONS") { return [said] }
        guard let own = Executable.own else { return [] }
        var parts = own.split(separator: "/").dropLast()
        let beside = "/" + parts.dropLast().joined(separator: "/") + "/lib/graft/extensions"
        var folders = [beside]
        // In a checkout: .build/<triple>/<configuration>/graft.
        for _ in 0..<5 where !parts.isEmpty {
            folders.append("/" + (parts + ["extensions"]).joined(separator: "/"))
            parts.removeLast()
        }
        return folders.filter { File($0 + "/include").isThere }
    }
}
