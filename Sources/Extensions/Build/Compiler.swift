// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A clang that can compile for BPF.
public struct Compiler: Sendable {
    public let path: String
    /// Its first line about itself.
    public let version: String
    /// Flags that only some versions know.
    private let extra: [String]

    private static let flags = [
        "-target", "bpf", "-O2", "-g", "-mcpu=v3", "-Wall", "-Wextra", "-Werror",
        // Sources are named from their own folder, so that the same source is
        // the same object on every machine.
        "-fdebug-compilation-dir=.",
    ]
    /// clang 21 moves cold code into functions of its own (`name.cold.1`),
    /// which nothing that loads BPF can place. Older ones do not, and do not know the flag.
    private static let wholeFunctions = ["-Xclang", "-fno-split-cold-code"]

    /// The first that lists the BPF target: the one that GRAFT_CLANG names, one
    /// beside `swift` (Debian's own has no BPF), then those on the path.
    public static func find() throws(Refusal) -> Compiler {
        // In a lab without KVM, clang takes half a minute to say what it is.
        for candidate in candidates() {
            guard let path = try? Executable.locate(candidate),
                let targets = try? ChildProcess.run(
                    [path, "--print-targets"], limit: .seconds(90)),
                targets.ending.isSuccess, targets.text.contains(" bpf "),
                let said = try? ChildProcess.run([path, "--version"], limit: .seconds(90))
            else { continue }
            return Compiler(
                path: path, version: String(said.text.prefix { $0 != "\n" }),
                extra: knows(wholeFunctions, path) ? wholeFunctions : [])
        }
        throw Refusal(
            "find a compiler", .said("no clang here can compile for BPF"),
            hint: "install clang (on Debian: apt-get install clang), or name one in GRAFT_CLANG")
    }

    private static func candidates() -> [String] {
        var candidates: [String] = []
        if let said = Environment.value(of: "GRAFT_CLANG") { candidates.append(said) }
        if let swift = try? Executable.locate("swift"), let slash = swift.lastIndex(of: "/") {
            candidates.append(swift[..<slash] + "/clang")
        }
        return candidates + ["clang"] + (15...22).reversed().map { "clang-\($0)" }
    }

    private static func knows(_ flags: [String], _ path: String) -> Bool {
        let words = [path, "-target", "bpf"] + flags + ["-x", "c", "-fsyntax-only", "/dev/null"]
        return (try? ChildProcess.run(words, limit: .seconds(20)))?.ending.isSuccess ?? false
    }

    /// Where the object of a source lies, compiled now if no earlier one fits.
    ///
    /// An object is kept under the digest of all that it is made of: the source
    /// with its headers, the flags and the compiler.
    func object(of source: String, headers: String?) throws(Refusal) -> String {
        try build(Compilation(source, headers: headers)).object
    }

    struct Built {
        let object: String
        /// An earlier object fitted.
        let wasKept: Bool
        let time: Duration
    }

    func build(_ compilation: Compilation) throws(Refusal) -> Built {
        let start = Instant.now
        let flags = Compiler.flags + extra + compilation.includes
        let text = try run(flags + ["-E", compilation.file], compilation)
        let key = Digest(of: Array("\(version)\n\(flags)\n".utf8) + text)
        let kept = "\(Compiler.cache)/\(key.hexadecimal).bpf.o"
        if File(kept).isThere {
            return Built(object: kept, wasKept: true, time: Instant.now.since(start))
        }
        let object = try refusing { () throws(KernelError) in
            try Folder(Compiler.cache).create()
            return try Folder.temporary(prefix: kept + ".")
        }
        defer { try? object.removeTree() }
        _ = try run(
            flags + ["-c", compilation.file, "-o", object.file("object").path], compilation)
        try refusing { () throws(KernelError) in try object.file("object").rename(to: kept) }
        return Built(object: kept, wasKept: false, time: Instant.now.since(start))
    }

    private func run(_ words: [String], _ compilation: Compilation) throws(Refusal) -> [UInt8] {
        let finished = try refusing("build \(compilation.path)") { () throws(KernelError) in
            var spawn = Spawn([path] + words)
            spawn.directory = compilation.folder
            return try ChildProcess.run(spawn, limit: .seconds(300))
        }
        guard finished.ending.isSuccess else {
            throw Refusal(
                "build \(compilation.path)", .said("clang refused it\n\(finished.errorText)"))
        }
        return finished.output
    }

    /// Objects that were built, by digest.
    private static var cache: String {
        if let said = Environment.value(of: "XDG_CACHE_HOME") { return said + "/graft" }
        if let home = Environment.value(of: "HOME") { return home + "/.cache/graft" }
        return "/var/cache/graft"
    }
}

/// A source, and where its headers lie.
struct Compilation: Sendable {
    let path: String
    let folder: String
    let file: String
    let includes: [String]

    /// Headers come from the nearest `include` folder above the source that
    /// holds ours, else from those that ship.
    init(_ path: String, headers: String?) throws(Refusal) {
        guard File(path).isThere else {
            throw Refusal("build \(path)", .said("there is no such file"))
        }
        self.path = path
        folder = File(path).folder.path
        file = File(path).name
        var include = headers
        var up = folder
        for _ in 0..<6 {
            if File("\(up)/include/tcp.bpf.h").isThere {
                include = try refusing { () throws(KernelError) in
                    try File("\(up)/include").resolved()
                }
                break
            }
            up += "/.."
        }
        includes = include.map { ["-I\($0)", "-ffile-prefix-map=\($0)=include"] } ?? []
    }
}
