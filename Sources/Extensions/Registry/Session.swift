// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The right to change the machine: one process has it at a time.
///
/// Whoever changes registrations must hand one over. Dropped, the lock is free.
public struct Session: ~Copyable {
    private let places: Places
    private let lock: FileLock

    /// Waits for the lock, or refuses at once and says who holds it.
    public init(_ places: Places, waiting: Bool = true) throws(Refusal) {
        self.places = places
        lock = try refusing("change what is registered") { () throws(KernelError) in
            try Folder(places.records).create()
            return try FileLock(places.records + "/lock", waiting: waiting)
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
        _ number: Int, of object: Object, _ map: Map, _ options: RegisterOptions
    ) throws(Refusal) -> Record.Version {
        let id = try refusing { () throws(KernelError) in try map.details().id }
        return Record.Version(
            number: number, digest: object.digest, map: id, knobs: options.knobs,
            file: options.file, stated: object.metadata.first { $0.key == "version" }?.value,
            by: Actor.current, at: Clock.wall)
    }
}
