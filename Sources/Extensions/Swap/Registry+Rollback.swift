// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Goes back to the version before the current one, which was kept ready:
    /// one update, with no file, no build and no verifier in its way.
    public func rollback(
        _ word: String, migration: MigrationFilter?, shelf: Shelf, on kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        try recover(shelf: shelf, on: kernel, session)
        return try recordingRollback(word, session) { () throws(Refusal) in
            try goToPrevious(word, migration, shelf, kernel, session)
        }
    }

    /// Undoes a swap that waits to be confirmed, with the sockets that it had moved.
    func goBack(
        _ pending: Pending, because reason: String, guards: [History.Guarded] = [],
        shelf: Shelf, on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        try recordingRollback(pending.name, because: reason, guards: guards, session) {
            () throws(Refusal) in
            let attempt = "roll back \(pending.name)"
            let held = try hold(pending.name, attempt: attempt, on: kernel)
            let version = held.record.versions.first { $0.number == pending.from }
            guard let version else {
                throw Refusal(attempt, .said("v\(pending.from) is not there any more"))
            }
            let filter = pending.migrates ? MigrationFilter() : nil
            return try goTo(version, held, attempt, filter, shelf, kernel, session)
        }
    }

    private func recordingRollback(
        _ name: String, because reason: String? = nil, guards: [History.Guarded] = [],
        _ session: borrowing Session,
        _ body: () throws(Refusal) -> Swapped
    ) throws(Refusal) -> Swapped {
        try recording("rollback", session) { entry throws(Refusal) in
            entry.name = name
            entry.guards = guards
            let swapped = try body()
            entry.name = swapped.name
            entry.before = swapped.from.digest
            entry.after = swapped.to.digest
            if let reason { entry.outcome = .rolledBack(reason) }
            return swapped
        }
    }

    private func goToPrevious(
        _ word: String, _ migration: MigrationFilter?, _ shelf: Shelf, _ kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        let attempt = "roll back \(word)"
        let held = try hold(word, attempt: attempt, on: kernel)
        guard let number = held.record.previous,
            let version = held.record.versions.first(where: { $0.number == number })
        else {
            throw Refusal(
                attempt, .said("no version before v\(held.current.number) is kept ready"),
                hint: "see `graft list \(held.name)`, or name one with --to VERSION")
        }
        return try goTo(version, held, attempt, migration, shelf, kernel, session)
    }

    /// Goes to a version that is still pinned.
    func goTo(
        _ version: Record.Version, _ held: Held, _ attempt: String,
        _ migration: MigrationFilter?, _ shelf: Shelf, _ kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        let path = places.version(version.number, of: held.name)
        guard File(path).isThere else {
            throw Refusal(
                attempt, .said("v\(version.number) is not kept ready any more"),
                hint: "its object may be in the store: `graft rollback \(held.name) --to "
                    + "\(version.digest.short)`")
        }
        var record = held.record
        // What we leave is not a way back: after a rollback it is the one that failed.
        record.previous = nil
        try session.declare(
            Intent(
                .rollback, [record], from: held.current.carrier, to: version.carrier,
                migration: migration))
        let carrier = try refusing(attempt) { () throws(KernelError) in
            try Carrier(pinnedAt: path)
        }
        let change = Change(
            held: held, record: record, to: version, isGap: held.hook.needsGap,
            migration: migration, decides: true, carried: [])
        do {
            return try carryOut(change, to: carrier, shelf, kernel, session)
        } catch {
            try? session.fulfil()
            throw error
        }
    }

    /// Goes to a version by its number or digest, or to the one before where none
    /// is named: to one that is pinned at once, to one of the object store by an
    /// ordinary swap.
    public func rollback(
        _ word: String, to wanted: String?, migration: MigrationFilter?, shelf: Shelf,
        on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        guard let wanted else {
            return try rollback(
                word, migration: migration, shelf: shelf, on: kernel, session)
        }
        try recover(shelf: shelf, on: kernel, session)
        let attempt = "roll back \(word) to \(wanted)"
        let held = try hold(word, attempt: attempt, on: kernel)
        let known = held.record.versions.last {
            "v\($0.number)" == wanted || "\($0.number)" == wanted
                || wanted.utf8.count >= 4 && $0.digest.hexadecimal.hasPrefix(wanted)
        }
        if let known, File(places.version(known.number, of: held.name)).isThere {
            if known.number == held.current.number {
                throw Refusal(attempt, .said("it is the current version"))
            }
            return try recordingRollback(held.name, session) { () throws(Refusal) in
                try goTo(known, held, attempt, migration, shelf, kernel, session)
            }
        }
        // Four digits and more begin a digest; fewer, or behind a v, are a number.
        let isNumber = wanted.hasPrefix("v") || wanted.utf8.count < 4
        guard known != nil || !isNumber else {
            throw Refusal(
                attempt, .unknown("it never had such a version"),
                hint: "see `graft list \(held.name)` and `graft history \(held.name)`")
        }
        let object = try stored(
            known?.digest.hexadecimal ?? wanted, named: known?.object ?? held.current.object)
        var options = SwapOptions(file: known?.file ?? "the store, \(wanted)")
        options.knobs = known?.knobs ?? []
        options.renames = true
        options.migration = migration
        return try swap(held.name, to: object, options, shelf: shelf, on: kernel, session)
    }
}
