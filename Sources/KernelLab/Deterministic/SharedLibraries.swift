// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The libraries of this host, found as the loader finds them.
struct SharedLibraries {
    /// Where it looks when the program names no folder.
    private let folders: [String]

    init(_ folders: [String]) { self.folders = folders }

    /// As on this host: the folders of `/etc/ld.so.conf`, then those that every loader knows.
    static func ofThisHost() throws(LabRefusal) -> SharedLibraries {
        let named = Environment.value(of: "LD_LIBRARY_PATH")?.split(separator: ":") ?? []
        return SharedLibraries(
            named.map(String.init) + (try configured("/etc/ld.so.conf", depth: 0))
                + [
                    "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64",
                    "/lib", "/usr/lib",
                ])
    }

    /// All that a program needs, and what they need: from their names to their files.
    /// The loader is among them.
    func needed(by program: String) throws(LabRefusal) -> [String: String] {
        var found: [String: String] = [:]
        var open = [program]
        while let file = open.popLast() {
            guard let image = try SharedLibraries.image(file) else { continue }
            if let loader = image.loader { found[File(loader).name] = loader }
            for name in image.libraries where found[name] == nil {
                guard let place = try locate(name, for: image, in: file) else {
                    throw LabRefusal(
                        "pack \(program)", "its library \(name) is nowhere on this host",
                        hint: "`ldd \(program)` shows what it needs")
                }
                found[name] = place
                open.append(place)
            }
        }
        return found
    }

    private func locate(
        _ name: String, for image: ProgramImage, in file: String
    ) throws(LabRefusal) -> String? {
        let own = try labbing { () throws(KernelError) in try File(file).resolved() }
        let origin = File(own).folder.path
        let first = image.folders.map { folder in
            folder.replacing("$ORIGIN", with: origin).replacing("${ORIGIN}", with: origin)
        }
        for folder in first + folders {
            let candidate = "\(folder)/\(name)"
            // A library of another machine, of 32 bits say, is passed over.
            if File(candidate).isThere, try SharedLibraries.image(candidate) != nil {
                return candidate
            }
        }
        return nil
    }

    private static func image(_ file: String) throws(LabRefusal) -> ProgramImage? {
        try labbing { () throws(KernelError) in
            try ProgramImage(Bytes(file: file), attempt: "read \(file)")
        }
    }

    private static func configured(_ path: String, depth: Int) throws(LabRefusal) -> [String] {
        let bytes = try labbing { () throws(KernelError) in try File(path).bytesIfAny() }
        guard let bytes, depth < 4 else { return [] }
        var folders: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else { continue }
            guard first == "include" else {
                folders.append(String(first))
                continue
            }
            for pattern in words.dropFirst() {
                for file in try files(String(pattern)) {
                    folders += try configured(file, depth: depth + 1)
                }
            }
        }
        return folders
    }

    /// What a pattern of the kind `/etc/ld.so.conf.d/*.conf` means: no other kind is in use.
    private static func files(_ pattern: String) throws(LabRefusal) -> [String] {
        let file = File(pattern)
        guard file.name.hasPrefix("*") else { return [pattern] }
        let names = try labbing { () throws(KernelError) in try file.folder.namesIfAny() }
        let ending = file.name.dropFirst()
        return names.filter { $0.hasSuffix(ending) }.map { file.folder.file($0).path }
    }
}

extension String {
    /// Foundation has it, the standard library only for patterns of its own.
    fileprivate func replacing(_ word: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(word) {
                result += other
                rest = rest.dropFirst(word.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
