// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// Folders of a test's own, and graft with its state in them.
final class Workspace {
    /// Sources, objects and what else a test writes. graft runs here.
    let folder: Folder
    let places: Places
    var registry: Registry { Registry(places) }

    init() throws {
        folder = try Folder.temporary(prefix: "/tmp/gt_")
        places = Places(
            pins: "/sys/fs/bpf/\(File(folder.path).name)", records: folder.path + "/records",
            store: folder.path + "/store")
    }

    /// Runs `body` in a new workspace, and expects the kernel to be as it was.
    static func with(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (Workspace) throws -> Void
    ) throws {
        _ = try Claim.ours.get()
        let before = try Ours()
        let workspace = try Workspace()
        do {
            try body(workspace)
            try workspace.letGo()
            try Ours.expect(before, sourceLocation: sourceLocation)
        } catch {
            Ours.remove()
            try? workspace.folder.removeTree()
            _ = try? Ours.settled(at: before)
            throw error
        }
        Ours.remove()
        try workspace.folder.removeTree()
    }

    /// Unregisters by graft's own hand what a test has registered with it.
    private func letGo() throws {
        let names = try registry.names()
        if !names.isEmpty {
            let kernel = try RunningKernel()
            let session = try Session(places)
            for name in names {
                _ = try registry.unregister(
                    name, shelf: Workspace.shelf, on: kernel, session)
            }
        }
        try Folder(places.pins).removeIfAny()
    }
}

extension Workspace {
    /// The object of `Tests/Fixtures/bpf/NAME.bpf.c`, built here: its file's name.
    func fixture(_ name: String) throws -> String {
        try File("\(Workspace.root)/Tests/Fixtures/bpf/\(name).bpf.c").copy(to: folder)
        return try build(name)
    }

    /// The object of a source that stands in the test.
    func source(_ name: String, _ text: String) throws -> String {
        try folder.file("\(name).bpf.c").replace(with: text)
        return try build(name)
    }

    private func build(_ name: String) throws -> String {
        try File("\(Workspace.root)/Tests/Fixtures/bpf/gt_reno.bpf.h").copy(to: folder)
        let built = try graft("build", "\(name).bpf.c")
        guard built.status == 0 else {
            throw KernelError("build \(name)", .said("\(built.output)\n\(built.errors)"))
        }
        return "\(name).bpf.o"
    }

    func object(_ file: String) throws -> Object {
        try Object(file: folder.file(file).path)
    }

    /// Registers by the library, in this process.
    @discardableResult
    func register(_ file: String, as name: String? = nil) throws -> [Record] {
        var options = RegisterOptions(file: file)
        options.name = name
        let session = try Session(places)
        return try registry.register(
            object(file), options, shelf: Workspace.shelf, on: RunningKernel(), session)
    }

    func registration(_ name: String) throws -> Registration? {
        try registry.registration(named: name, on: RunningKernel())
    }
}

extension Workspace {
    /// What graft said, and how it ended.
    struct Answer: Equatable {
        let status: Int32
        /// The lines of each stream.
        let output: [String]
        let errors: [String]
    }

    func graft(_ words: String...) throws -> Answer {
        try run([Workspace.graft] + words)
    }

    /// Runs a program in the folder, with graft's state redirected to ours.
    func run(_ words: [String], with changes: [String: String] = [:]) throws -> Answer {
        var spawn = Spawn(words)
        spawn.directory = folder.path
        spawn.environment = environment(with: changes)
        let finished = try ChildProcess.run(spawn, limit: Workspace.limit)
        let status: Int32 =
            switch finished.ending {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            }
        return Answer(
            status: status, output: Workspace.lines(finished.text),
            errors: Workspace.lines(finished.errorText))
    }

    /// In a lab a translator runs it, sixteen times slower and more.
    static let limit: Duration =
        Environment.value(of: "GRAFT_LAB") == nil ? .seconds(60) : .seconds(240)

    /// graft's state, redirected to this workspace.
    func environment(with changes: [String: String] = [:]) -> Spawn.Environment {
        let ours = [
            "GRAFT_PINS": places.pins, "GRAFT_RECORDS": places.records,
            "GRAFT_STORE": places.store, "GRAFT_EXTENSIONS": Workspace.root + "/extensions",
            "XDG_CACHE_HOME": folder.path + "/cache",
        ]
        return .inheritedWith(ours.merging(changes) { $1 })
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }

    static let shelf = Shelf(folders: [root + "/extensions"])

    /// The program, built beside the bundle that these tests are in.
    static let graft = File(Executable.own ?? "").folder.file("graft").path

    /// The folder of the package: three above this file.
    static let root = File(#filePath).folder.path.split(separator: "/").dropLast(2)
        .reduce("") { "\($0)/\($1)" }
}

extension Workspace {
    /// bpftool, which must succeed.
    @discardableResult
    func bpftool(_ words: String...) throws -> String {
        let answer = try run(["bpftool"] + words)
        guard answer.status == 0 else {
            let said = (answer.output + answer.errors).joined(separator: "\n")
            throw KernelError("bpftool \(words.joined(separator: " "))", .said(said))
        }
        return answer.output.joined(separator: "\n")
    }
}

extension File {
    fileprivate func copy(to folder: Folder) throws {
        try folder.file(name).replace(with: bytes())
    }
}
