// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

/// A place of a test's own for swaps: folders, namespaces, and graft with its
/// state in them. All of it goes when the test ends, however it ends.
final class SwapGround {
    let folder: Folder
    let places: Places
    let shelf: Shelf
    let kernel: RunningKernel
    var registry: Registry { Registry(places) }
    private var namespaces: [String] = []

    /// Runs `body` on a new ground, and expects nothing of ours afterwards.
    static func with(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (SwapGround) throws -> Void
    ) throws {
        _ = try Claim.ours.get()
        // A run that was killed may have left something.
        if try !SwapResidue().isEmpty { SwapResidue.remove() }
        let ground = try SwapGround()
        let outcome = Result { try body(ground) }
        ground.clear()
        try SwapResidue.expectNone(sourceLocation: sourceLocation)
        SwapResidue.remove()
        try outcome.get()
    }

    private init() throws {
        folder = try Folder.temporary(prefix: "/tmp/gs_")
        places = Places(
            pins: "/sys/fs/bpf/\(File(folder.path).name)", records: folder.path + "/records",
            store: folder.path + "/store")
        // Objects that are ready, so that no clang runs while something is measured.
        shelf = Shelf(folders: [folder.path + "/extensions"])
        kernel = try RunningKernel()
        for name in SwapObjects.instruments {
            let place = Folder("\(folder.path)/extensions/instruments/\(name)")
            try place.create()
            try place.file("\(name).bpf.o").replace(with: SwapObjects.bytes(name))
        }
    }

    private func clear() {
        // Each may have been taken out by the test itself; what stays is told afterwards.
        endWatchers()
        unregisterUnlinked()
        for name in namespaces { try? NetworkNamespace.delete(named: name) }
        try? Folder(places.pins).removeTree()
        try? folder.removeTree()
    }
}

extension SwapGround {
    /// A table without a link stays registered when its pin goes, until its value does.
    private func unregisterUnlinked() {
        for name in (try? Folder(places.pins).namesIfAny()) ?? [] {
            let folder = Folder(places.pins).folder(name)
            for pin in (try? folder.namesIfAny()) ?? [] where pin != "link" {
                try? Map(pinnedAt: folder.file(pin).path).delete(key: [0, 0, 0, 0])
            }
        }
    }

    /// The object with this name, as a file that is there.
    func file(_ name: String) throws -> String {
        let file = folder.file("\(name).bpf.o")
        if !file.isThere { try file.replace(with: SwapObjects.bytes(name)) }
        return "\(name).bpf.o"
    }

    func object(_ name: String) throws -> Object {
        try Object(file: folder.file(file(name)).path)
    }

    /// Registers by the library, in this process.
    @discardableResult
    func register(_ object: String, as name: String? = nil, knobs: [Record.Setting] = []) throws
        -> [Record]
    {
        var options = RegisterOptions(file: "\(object).bpf.o")
        options.name = name
        options.knobs = knobs
        let session = try Session(places)
        return try registry.register(
            self.object(object), options, shelf: shelf, on: kernel, session)
    }

    @discardableResult
    func swap(
        _ name: String = "gs_reno", to object: String, migrating: MigrationFilter? = nil,
        renaming: Bool = false
    ) throws -> Swapped {
        var options = SwapOptions(file: "\(object).bpf.o")
        options.migration = migrating
        options.renames = renaming
        let session = try Session(places)
        return try registry.swap(
            name, to: self.object(object), options, shelf: shelf, on: kernel, session)
    }

    @discardableResult
    func rollback(_ name: String = "gs_reno", to version: String? = nil) throws -> Swapped {
        let session = try Session(places)
        guard let version else {
            return try registry.rollback(
                name, migration: nil, shelf: shelf, on: kernel, session)
        }
        return try registry.rollback(
            name, to: version, migration: nil, shelf: shelf, on: kernel, session)
    }

    func unregister(_ name: String = "gs_reno") throws {
        let session = try Session(places)
        _ = try registry.unregister(name, shelf: shelf, on: kernel, session)
    }

    @discardableResult
    func recover() throws -> [Recovery] {
        let session = try Session(places)
        return try registry.recover(shelf: shelf, on: kernel, session)
    }

    func registration(_ name: String = "gs_reno") throws -> Registration? {
        try registry.registration(named: name, on: kernel)
    }

    /// Exact counts of sockets, by the instruments.
    func census() throws -> Census { try Census(Instruments(shelf, on: kernel)) }

    /// The number of the map that holds a version.
    func map(_ number: Int, of name: String = "gs_reno") throws -> UInt32 {
        try Map(pinnedAt: "\(places.pins)/\(name)/v\(number)").details().id
    }
}

extension SwapGround {
    /// What graft said, and how it ended.
    struct Answer: Equatable {
        let ending: ChildProcess.Ending
        let output: String
        let errors: String

        var status: Int32 {
            switch ending {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            }
        }
    }

    @discardableResult
    func graft(_ words: [String], killedAt point: String? = nil) throws -> Answer {
        try run([SwapGround.graft] + words, killedAt: point)
    }

    @discardableResult
    func graft(_ words: String...) throws -> Answer { try graft(words) }

    /// Runs graft, which must succeed.
    @discardableResult
    func done(
        _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let answer = try graft(words)
        #expect(
            answer.status == 0, "\(words.joined(separator: " ")): \(answer.errors)",
            sourceLocation: sourceLocation)
        return answer.output
    }

    func run(_ words: [String], killedAt point: String? = nil) throws -> Answer {
        let finished = try ChildProcess.run(spawn(words, killedAt: point), limit: .seconds(60))
        return Answer(
            ending: finished.ending, output: finished.text, errors: finished.errorText)
    }

    /// A command that finds graft's state in our folders.
    func spawn(_ words: [String], killedAt point: String? = nil) -> Spawn {
        var spawn = Spawn(words)
        spawn.directory = folder.path
        var environment = [
            "GRAFT_PINS": places.pins, "GRAFT_RECORDS": places.records,
            "GRAFT_STORE": places.store, "GRAFT_EXTENSIONS": folder.path + "/extensions",
            "XDG_CACHE_HOME": folder.path + "/cache",
        ]
        if let point { environment["GRAFT_KILL_AT"] = point }
        spawn.environment = .inheritedWith(environment)
        return spawn
    }

    /// The program, built beside the bundle that these tests are in.
    static let graft: String = {
        // Swift 6.0 runs the bundle by a program of the toolchain's.
        let beside = File(Executable.own ?? "").folder.file("graft")
        return beside.isThere ? beside.path : root + "/.build/debug/graft"
    }()

    /// The folder of the package: four above this file.
    static let root = File(#filePath).folder.path.split(separator: "/").dropLast(3)
        .reduce("") { "\($0)/\($1)" }
}

extension SwapGround {
    /// The watchers that graft left behind for swaps on this ground.
    func watchers() throws -> [ProcessIdentity] {
        let mark = "GRAFT_RECORDS=\(places.records)"
        return try Folder("/proc").names().compactMap { Int32($0) }.filter { pid in
            // Others end while we look.
            guard let words = try? File("/proc/\(pid)/cmdline").text(),
                words.split(separator: "\0").dropFirst().first == "watch-unconfirmed",
                let environment = try? File("/proc/\(pid)/environ").text()
            else { return false }
            return environment.split(separator: "\0").contains(mark[...])
        }.compactMap { try ProcessIdentity(of: $0) }
    }

    private func endWatchers() {
        for watcher in (try? watchers()) ?? [] { kill(watcher.pid, SIGKILL) }
    }

    /// Waits until `condition` holds; false when it has not within `limit`.
    static func wait(_ limit: Duration = .seconds(10), until condition: () throws -> Bool)
        rethrows -> Bool
    {
        let start = Instant.now
        while try !condition() {
            if Instant.now.since(start) > limit { return false }
            Duration.milliseconds(2).pause()
        }
        return true
    }
}

extension SwapGround {
    /// A network namespace of this ground; it goes with it.
    func namespace(_ word: String) throws -> NetworkNamespace {
        let name = "\(File(folder.path).name)_\(word)"
        namespaces.append(name)
        let namespace = try NetworkNamespace.create(named: name)
        try ip("-n", name, "link", "set", "lo", "up")
        return namespace
    }

    func name(ofNamespace word: String) -> String { "\(File(folder.path).name)_\(word)" }

    /// `ip`, which must succeed.
    func ip(_ words: String...) throws { try tool(["ip"] + words) }

    func tool(_ words: [String]) throws {
        let finished = try ChildProcess.run(words, limit: .seconds(20))
        guard finished.ending.isSuccess else {
            throw KernelError(words.joined(separator: " "), .said(finished.errorText))
        }
    }

    /// A wire between two namespaces, `to_b` with 10.77.N.1 at the one end and
    /// `to_a` with 10.77.N.2 at the other.
    func wire(_ one: String, _ two: String, net: Int = 1) throws {
        let (a, b) = (name(ofNamespace: one), name(ofNamespace: two))
        try ip(
            "-n", a, "link", "add", "to_\(two)", "type", "veth", "peer", "name", "to_\(one)",
            "netns", b)
        for (name, device, host) in [(a, "to_\(two)", 1), (b, "to_\(one)", 2)] {
            try ip("-n", name, "addr", "add", "10.77.\(net).\(host)/24", "dev", device)
            try ip("-n", name, "link", "set", device, "up")
        }
    }
}
