// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A process that outlives its command: it knows only a deadline and the way back.
///
/// In a process group of its own, so that what ends the command does not end it.
/// It ends when the swap is confirmed, or undone, by whoever it may be.
public enum Watcher {
    /// The first word on its command line.
    public static let word = "watch-unconfirmed"

    /// Starts one for a pending swap.
    static func start(_ name: String) throws(Refusal) -> ProcessIdentity {
        let attempt = "watch over \(name)"
        guard let own = Executable.own else {
            throw Refusal(attempt, .said("the program's own file is not to be found"))
        }
        return try refusing(attempt) { () throws(KernelError) in
            var spawn = Spawn([own, word, name])
            spawn.output = .null
            spawn.errors = .null
            spawn.leadsGroup = true
            spawn.diesWithParent = false
            let child = try ChildProcess.start(spawn)
            guard let identity = try ProcessIdentity(of: child.pid) else {
                throw KernelError(attempt, .said("it ended at once"))
            }
            child.leave()
            return identity
        }
    }

    /// Its life: waits until the swap is no longer pending, or abandoned; then goes back.
    public static func run(_ name: String, _ registry: Registry, shelf: Shelf) throws(Refusal) {
        while let pending = try registry.pending(name) {
            let isAbandoned = try refusing { () throws(KernelError) in
                // Our own death is nothing that we could see.
                var minded = pending
                minded.watcher = nil
                return try minded.isAbandoned()
            }
            if isAbandoned {
                let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
                let session = try Session(registry.places)
                try registry.recover(shelf: shelf, on: kernel, session)
                return
            }
            min(pending.left, .milliseconds(100)).pause()
        }
    }
}
