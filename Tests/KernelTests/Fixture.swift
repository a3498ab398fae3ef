// SPDX-License-Identifier: Apache-2.0
@testable import Kernel

/// Objects made of `Tests/Fixtures/bpf/NAME.bpf.c`, by the clang of this host.
enum Fixture {
    static func object(_ name: String) throws -> Object {
        try Object(Bytes(bytes(name)), name: name)
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        let compiled = try ChildProcess.run(
            [
                compiler(), "-target", "bpf", "-O2", "-g", "-mcpu=v3", "-Wall", "-Wextra",
                "-Werror", "-I\(root)/extensions/include", "-c",
                "\(root)/Tests/Fixtures/bpf/\(name).bpf.c", "-o", "-",
            ], limit: .seconds(60))
        guard compiled.ending.isSuccess else {
            throw KernelError("build \(name)", .said(compiled.errorText))
        }
        return compiled.output
    }

    /// As they ship: without what only a debugger reads.
    static func strippedBytes(_ name: String) throws -> [UInt8] {
        let folder = try Folder.temporary()
        defer { try? folder.removeTree() }
        try folder.file("whole.o").replace(with: bytes(name))
        let stripping = try ChildProcess.run(
            [
                "bpftool", "gen", "object", folder.file("small.o").path,
                folder.file("whole.o").path,
            ], limit: .seconds(20))
        guard stripping.ending.isSuccess else {
            throw KernelError("strip \(name)", .said(stripping.errorText))
        }
        return try folder.file("small.o").bytes()
    }

    /// The folder of the package: three above this file.
    static let root = File(#filePath).folder.path.split(separator: "/").dropLast(2)
        .reduce("") { "\($0)/\($1)" }

    /// As `Extensions` chooses it: beside `swift`, else on the path.
    private static func compiler() throws -> String {
        var candidates = ["clang"]
        if let said = Environment.value(of: "GRAFT_CLANG") { candidates.insert(said, at: 0) }
        if let swift = try? Executable.locate("swift") {
            candidates.insert(File(swift).folder.file("clang").path, at: 0)
        }
        for candidate in candidates {
            guard
                let targets = try? ChildProcess.run(
                    [candidate, "--print-targets"], limit: .seconds(20))
            else { continue }
            if targets.text.contains(" bpf ") { return candidate }
        }
        throw KernelError("find a compiler", .said("no clang here can compile for BPF"))
    }
}
