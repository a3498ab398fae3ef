// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The right to change the machine: one process has it at a time.
///
/// Whoever changes registrations must hand one over. Dropped, the lock is free.
public struct Session: ~Copyable {
    let places: Places
    private let lock: FileLock
    private let notes: SessionNotes

    /// What was found half done, and settled, while this session lasted.
    public var recoveries: [Recovery] {
        let notes = notes
        return notes.recoveries
    }

    /// What could not be done beside the change itself.
    public var warnings: [String] {
        let notes = notes
        return notes.warnings
    }

    func note(_ recoveries: [Recovery]) { notes.add(recoveries) }
    func warn(_ words: String) { notes.add(words) }

    /// Waits for the lock, or refuses at once and says who holds it.
    public init(_ places: Places, waiting: Bool = true) throws(Refusal) {
        // First what can throw: an owner may not be left half made.
        lock = try Session.lock(places.records + "/lock", in: Folder(places.records), waiting)
        self.places = places
        notes = SessionNotes()
    }

    private static func lock(_ path: String, in folder: Folder, _ waiting: Bool) throws(Refusal)
        -> FileLock
    {
        let attempt = "change what is registered"
        let outcome = try refusing(attempt) { () throws(KernelError) in
            try folder.create()
            return waiting ? .locked(try FileLock.wait(for: path)) : try FileLock.attempt(path)
        }
        switch consume outcome {
        case .locked(let lock): return lock
        case .held(let holder):
            let who = holder.map {
                "process \($0.process.pid) (\($0.command.joined(separator: " "))) since \($0.since)"
            }
            throw Refusal(
                attempt, .busy("\(who ?? "another process") is at it"),
                hint: "leave --no-wait out to wait for it")
        }
    }

    /// Makes the folders that a registration needs; mounts bpffs where it is not.
    func prepareFolders() throws(Refusal) {
        try refusing { () throws(KernelError) in
            try BPFFileSystem.ensure(at: places.pins)
            try Folder(places.pins).create(mode: 0o700)
            try Folder(places.records + "/registrations").create()
        }
    }

    func version(
        _ number: Int, of object: Object, _ filling: Filling, _ carrier: Carrier,
        _ knobs: [Record.Setting], file: String
    ) throws(Refusal) -> Record.Version {
        let (id, by) = try refusing { () throws(KernelError) in
            (try carrier.id(), try User.inWords())
        }
        return Record.Version(
            number: number, digest: object.digest, object: object.name, carrier: id,
            flags: filling.table?.number("flags", in: object) ?? 0,
            carried: object.maps.filter(\.isCarried).map(\.name), knobs: knobs,
            file: file, stated: object.metadata.first { $0.key == "version" }?.value,
            by: by, at: .now)
    }
}

/// What is to be told about a session. A box, because a session is only lent to
/// those who write into it.
final class SessionNotes {
    private(set) var recoveries: [Recovery] = []
    private(set) var warnings: [String] = []

    func add(_ recoveries: [Recovery]) { self.recoveries += recoveries }
    func add(_ warning: String) { warnings.append(warning) }
}
