// SPDX-License-Identifier: Apache-2.0
import Kernel

/// One version taking the place of another, ready to be carried out.
struct Change {
    let held: Held
    /// The record as it is to be.
    let record: Record
    let to: Record.Version
    let isGap: Bool
    let migration: MigrationFilter?
    /// It ends the wait for a confirmation: a way back.
    var decides = false
    let carried: [String]
}

extension Registry {
    /// The link's update and everything after it, for a swap and a rollback alike.
    ///
    /// Until the update has succeeded nothing has changed for anybody. After it
    /// the swap is done, and what follows can be done again by `recover`.
    func carryOut(
        _ change: Change, to carrier: Carrier, _ shelf: Shelf, _ kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        let held = change.held
        // What the rest will need is made ready first: a refusal then changes nothing.
        let instruments = held.hook.hasSockets ? try Instruments(shelf, on: kernel) : nil
        let update = try refusing("swap \(held.name)") { () throws(KernelError) in
            change.isGap
                ? try replaceWithGap(held, by: carrier)
                : try replace(held, by: carrier)
        }
        KillPoint.reached("swap-updated")
        // From here on the new version is live, and a refusal is no refusal of the
        // swap: the intent stays, and the next command, or `recover`, tries again.
        var whole = Wholeness()
        do {
            try finish(change.record, keeping: [held.current, change.to], session)
            if let instruments {
                whole = try instruments.makeWhole(change.to, of: held.name, change.migration)
            }
            // A change back decides what waited to be confirmed: forgotten first, so that
            // a kill before the end leaves the intent, which forgets it again.
            if change.decides { try forgetPending(held.name) }
            KillPoint.reached("decided")
            try session.fulfil()
        } catch {
            session.warn(
                "v\(change.to.number) is live, and not all has followed it: \(error); "
                    + "`graft recover` tries again")
        }
        return Swapped(
            name: held.name, hook: held.hook, from: held.current, to: change.to, update: update,
            gap: change.isGap ? update : nil, whole: whole, carried: change.carried)
    }

    private func replace(_ held: Held, by carrier: Carrier) throws(KernelError) -> Duration {
        let link = try Link(pinnedAt: places.link(of: held.name))
        let start = Instant.now
        try link.update(to: carrier, from: held.carrier, held.name)
        return Instant.now.since(start)
    }

    /// Stops the old version, starts the new one; starts the old one again when
    /// the new one is refused.
    ///
    /// For tables: every hook that a program fills has an atomic update.
    func replaceWithGap(_ held: Held, by carrier: Carrier) throws(KernelError) -> Duration {
        guard case .table(let map) = carrier, case .table(let old) = held.carrier else {
            preconditionFailure("\(held.hook.titleWithArticle) is swapped in one step")
        }
        let path = places.link(of: held.name)
        let start = Instant.now
        try letGo(path)
        do {
            let link = try Link(registering: map, as: held.name)
            let gap = Instant.now.since(start)
            try link.pin(at: path)
            return gap
        } catch {
            try Link(registering: old, as: held.name).pin(at: path)
            throw error
        }
    }

    /// Writes the record and lets go of versions that are no longer kept ready.
    func finish(_ record: Record, keeping: [Record.Version], _ session: borrowing Session)
        throws(Refusal)
    {
        let kept = Set(keeping.map(\.number))
        try refusing("write down \(record.name)") { () throws(KernelError) in
            try File(places.record(of: record.name)).replace(with: record.json.text(.pretty) + "\n")
        }
        KillPoint.reached("recorded")
        for number in try pinnedVersions(of: record.name) where !kept.contains(number) {
            try refusing("let go of version \(number)") { () throws(KernelError) in
                try File(places.version(number, of: record.name)).removeIfAny()
            }
        }
    }

    /// Brings along who would stay on the old version, for a change that was left half done.
    func makeWhole(
        _ hook: Hook, _ version: Record.Version, of name: String, _ migration: MigrationFilter?,
        _ shelf: Shelf, _ kernel: RunningKernel
    ) throws(Refusal) -> Wholeness {
        guard hook.hasSockets else { return Wholeness() }
        return try Instruments(shelf, on: kernel).makeWhole(version, of: name, migration)
    }
}

extension Instruments {
    /// Brings along who would stay on the old version: namespaces' defaults,
    /// listeners, and on request established sockets.
    func makeWhole(
        _ version: Record.Version, of name: String, _ migration: MigrationFilter?
    ) throws(Refusal) -> Wholeness {
        var whole = Wholeness()
        // 0x1 is TCP_CONG_NON_RESTRICTED.
        whole.defaults = try renewDefaults(name, isForAll: version.flags & 1 == 1)
        KillPoint.reached("defaults-renewed")
        whole.listeners = try move(name, toMap: version.carrier, MigrationFilter())
        // What this pass leaves are connections: they are nobody's filter.
        whole.listeners.filtered = 0
        KillPoint.reached("listeners-moved")
        if var filter = migration {
            filter.connections = true
            let start = Instant.now
            whole.connections = try move(name, toMap: version.carrier, filter)
            whole.moveTime = Instant.now.since(start)
            KillPoint.reached("connections-moved")
        }
        return whole
    }
}
