// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Glibc
import Kernel
import Testbed
import Testing

/// Folders of a test's own, networks whose names begin with `gb_`, and graft with its
/// state in them.
final class TestbedGround {
    let folder: Folder
    let places: Places

    private init() throws {
        folder = try Folder.temporary(prefix: "/tmp/gb_")
        places = Places(
            pins: "/sys/fs/bpf/\(File(folder.path).name)", records: folder.path + "/records",
            store: folder.path + "/store")
    }

    /// Runs `body`, and expects nothing of ours to be left.
    static func with(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (TestbedGround) throws -> Void
    ) throws {
        _ = try Claim.ours.get()
        let ground = try TestbedGround()
        defer {
            // After a test that failed; others' networks are theirs.
            for standing in (try? Standing.all(in: ground.places)) ?? [] {
                try? standing.clear()
            }
            try? Folder(ground.places.pins).removeTree()
            try? ground.folder.removeTree()
        }
        try body(ground)
        #expect(try TestbedGround.residue() == [], sourceLocation: sourceLocation)
        #expect(try Standing.all(in: ground.places).isEmpty, sourceLocation: sourceLocation)
        #expect(try Registry(ground.places).names() == [], sourceLocation: sourceLocation)
    }

    private static let mark = "graft-gb_"

    /// Namespaces and control groups of tests.
    static func residue() throws -> [String] {
        try NetworkNamespace.names().filter { $0.hasPrefix(mark) }
            + ControlGroup.names(prefix: mark)
    }

    /// Takes them out by force: after a run of tests that was killed.
    static func remove() {
        // Each may be gone already; what stays is told by the next test.
        for group in (try? ControlGroup.names(prefix: mark)) ?? [] {
            try? ControlGroup.endProcesses(in: group)
            try? ControlGroup.remove(named: group, waiting: .seconds(2))
        }
        for name in (try? NetworkNamespace.names()) ?? [] where name.hasPrefix(mark) {
            try? NetworkNamespace.delete(named: name)
        }
    }

    func path(_ words: String...) throws -> Path {
        var fields = Fields(words: words, known: Path.fieldNames)
        let path = Path(reading: &fields)
        if let complaint = fields.complaints.first { throw complaint }
        return path
    }

    func network(_ name: String, _ path: Path) throws -> Network {
        try Network.make(
            path, named: name, in: places, shelf: Workspace.shelf, program: Workspace.graft)
    }

    /// Runs a load over a network of its own. A relay that is late makes no run void here: others
    /// may keep the processors busy, and what is tested is not how quiet the machine is.
    func run(_ path: Path, _ request: RunRequest) throws -> RunRecord {
        var request = request
        request.hygiene.lateness = .seconds(1)
        let network = try network("gb_run", path)
        let record = try network.run(request, shelf: Workspace.shelf, Netperf.find())
        try network.takeDown()
        return record
    }

    func bulk(_ arm: Arm = Arm("cubic", .kernel("cubic")), seconds: Int = 1) -> RunRequest {
        RunRequest(Load([Load.Part("bulk", .tcpStream)], for: .seconds(seconds)), arms: [arm])
    }

    /// Runs graft with its state in our folders.
    func graft(_ words: String...) throws -> Workspace.Answer {
        try answer([Workspace.graft] + words)
    }

    /// As `graft`, with another PATH.
    func run(_ words: [String], path: String) throws -> Workspace.Answer {
        try answer([Workspace.graft] + words, with: ["PATH": path])
    }

    /// As `graft`, without the rights of root.
    func runAsNobody(_ words: [String]) throws -> Workspace.Answer {
        guard chmod(folder.path, 0o755) == 0 else { throw KernelError("open", .errno(1)) }
        let records = folder.folder("others")
        try records.create()
        guard chmod(records.path, 0o777) == 0 else { throw KernelError("open", .errno(1)) }
        return try answer(
            [
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Workspace.graft,
            ] + words, with: ["GRAFT_RECORDS": records.path])
    }

    private func answer(
        _ words: [String], with changes: [String: String] = [:]
    ) throws -> Workspace.Answer {
        var spawn = Spawn(words)
        spawn.environment = .inheritedWith(state.merging(changes) { $1 })
        let finished = try ChildProcess.run(spawn, limit: Workspace.limit)
        let status: Int32 =
            switch finished.ending {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            }
        func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
        return .init(
            status: status, output: lines(finished.text), errors: lines(finished.errorText))
    }

    /// Starts graft, and does not wait for it.
    func start(_ words: String...) throws -> ChildProcess {
        var spawn = Spawn([Workspace.graft] + words)
        spawn.environment = .inheritedWith(state)
        spawn.output = .null
        spawn.errors = .null
        return try ChildProcess.start(spawn)
    }

    /// Starts graft, and returns when its netperf runs.
    func graftMidway(_ name: String, _ words: String...) throws -> ChildProcess {
        var spawn = Spawn([Workspace.graft] + words + ["--name", name])
        spawn.environment = .inheritedWith(state)
        spawn.output = .null
        spawn.errors = .null
        let child = try ChildProcess.start(spawn)
        let start = Instant.now
        while try !connects(name) {
            try #require(Instant.now.since(start) < .seconds(30))
            Duration.milliseconds(10).pause()
        }
        return child
    }

    /// Whether data flows from the client of a network.
    private func connects(_ name: String) throws -> Bool {
        let client = "graft-\(name)-client1"
        guard try NetworkNamespace.names().contains(client) else { return false }
        var selection = SocketDiagnostics.Selection(states: [.established])
        selection.remotePorts = 20_000...32_767
        // Between its name and the namespace behind it there is a moment.
        guard let namespace = try? NetworkNamespace(named: client) else { return false }
        var diagnostics = try SocketDiagnostics(in: namespace)
        return try !diagnostics.tcp(selection).sockets.isEmpty
    }

    private var state: [String: String] {
        [
            "GRAFT_PINS": places.pins, "GRAFT_RECORDS": places.records,
            "GRAFT_STORE": places.store, "GRAFT_EXTENSIONS": Workspace.root + "/extensions",
        ]
    }
}
