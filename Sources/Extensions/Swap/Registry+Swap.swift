// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Puts a new version in the place of the current one, under live traffic.
    ///
    /// The new version is loaded and verified beside the old one; then one
    /// atomic update; then those follow who would otherwise stay behind. The
    /// old version stays pinned as the way back.
    public func swap(
        _ name: String, to object: Object, _ options: SwapOptions, shelf: Shelf,
        on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        try recover(shelf: shelf, on: kernel, session)
        return try recording("swap", session) { entry throws(Refusal) in
            entry.name = name
            entry.after = object.digest
            entry.knobs = options.knobs
            let swapped = try exchange(name, object, options, shelf, kernel, session)
            entry.name = swapped.name
            entry.hook = swapped.hook.id
            entry.before = swapped.from.digest
            return swapped
        }
    }

    private func exchange(
        _ name: String, _ object: Object, _ options: SwapOptions, _ shelf: Shelf,
        _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Swapped {
        let held = try hold(name, attempt: "swap \(name)", on: kernel)
        if let pending = try pending(held.name) {
            throw Refusal(
                "swap \(held.name)", .said("v\(pending.to) waits to be confirmed"),
                hint: "`graft confirm \(held.name)` or `graft rollback \(held.name)` first")
        }
        let filling = try filling(of: object, for: held, options)
        var settings = try object.settings(options.knobs)
        if let table = filling.table { settings.names[table.name] = held.name }
        settings.keep([filling])
        settings.shared = try carried(object, held)
        let loaded = try refusing { () throws(KernelError) in
            try object.load(into: kernel, settings)
        }
        let carrier = loaded.carrier(of: filling)
        try options.gate?.check(carrier, against: held)
        var record = held.record
        let number = (record.versions.map(\.number).max() ?? 0) + 1
        let version = try session.version(
            number, of: object, filling, carrier, options.knobs, file: options.file)
        // Versions that are gone stay written down for a while: a way back to one
        // of them needs its knobs.
        let gone = record.versions.filter { !held.isThere($0) }.suffix(Record.longestMemory)
        record.versions =
            (gone + record.versions.filter { held.isThere($0) }).sorted { $0.number < $1.number }
            + [version]
        record.previous = held.current.number
        try ObjectStore(places).put(
            object.content, keeping: try digestsInUse(), session)
        try session.declare(
            Intent(
                .swap, [record], from: held.current.carrier, to: version.carrier,
                migration: options.migration))
        let change = Change(
            held: held, record: record, to: version, isGap: held.hook.needsGap,
            migration: options.migration, carried: settings.shared.keys.sorted())
        do {
            try wait(for: options, held, number)
            try refusing("swap \(held.name)") { () throws(KernelError) in
                try carrier.pin(at: places.version(number, of: held.name))
                KillPoint.reached("swap-pinned")
                if let table = filling.table { try loaded.commit(table.name) }
                KillPoint.reached("swap-committed")
            }
            return try carryOut(change, to: carrier, shelf, kernel, session)
        } catch {
            try? refusing { () throws(KernelError) in
                try File(places.version(number, of: held.name)).removeIfAny()
            }
            try? forgetPending(held.name)
            try? session.fulfil()
            throw error
        }
    }

    /// Writes down that the swap is to be confirmed, and starts who watches over it.
    ///
    /// Before the swap, so that no kill can leave it unwatched.
    private func wait(for options: SwapOptions, _ held: Held, _ number: Int) throws(Refusal) {
        guard let confirmation = options.confirmation else { return }
        let minder = try refusing { () throws(KernelError) in
            confirmation.isMinded ? try ProcessIdentity.current() : nil
        }
        let (seconds, fraction) = confirmation.within.components
        let wait = UInt64(seconds) * 1_000_000_000 + UInt64(fraction / 1_000_000_000)
        var pending = Pending(
            name: held.name, from: held.current.number, to: number,
            deadline: Instant(nanoseconds: Instant.now.nanoseconds + wait), minder: minder,
            watcher: nil, migrates: options.migration != nil)
        try write(pending)
        pending.watcher = try Watcher.start(held.name)
        try write(pending)
        KillPoint.reached("swap-watched")
    }

    /// Everything that the kernel forbids is told here, before anything is loaded.
    private func filling(of object: Object, for held: Held, _ options: SwapOptions)
        throws(Refusal) -> Filling
    {
        let attempt = "swap \(held.name)"
        let all = object.fillings
        let fitting = all.filter { $0.hook.id == held.record.hook }
        guard
            let filling = fitting.first(where: { $0.registeredName == held.name }) ?? fitting.first
        else {
            let fills = all.map(\.hook.title)
            let what =
                fills.isEmpty ? "fills no hook" : "is a \(fills.joined(separator: " and a "))"
            throw Refusal(
                attempt, .said("it is \(held.hook.titleWithArticle), and \(object.name) \(what)"))
        }
        guard filling.isLinked else {
            throw Refusal(
                attempt,
                .said("\(object.name) is declared without a link (SEC(\".struct_ops\"))"),
                hint: "declare its table with SEC(\".struct_ops.link\")")
        }
        if let own = filling.registeredName, own != held.name, !options.renames {
            throw Refusal(
                attempt,
                .said("\(object.name) registers as \"\(own)\", and a swap keeps the name"),
                hint: "have it renamed with --rename")
        }
        if let objection = held.hook.objections(to: filling, of: object).first {
            throw Refusal(attempt, .said(objection), hint: "see `graft check FILE`")
        }
        if case .gap(let why) = held.hook.swapping, !options.allowsGap {
            throw Refusal(
                attempt, .said("there will be a gap: \(why)"),
                hint: "if a moment without it is right: --allow-gap")
        }
        return filling
    }

    /// Maps of the current version that both versions declare as carried.
    private func carried(_ object: Object, _ held: Held) throws(Refusal) -> [String: Map] {
        let wanted = object.maps.filter { $0.isCarried && held.current.carried.contains($0.name) }
        guard !wanted.isEmpty else { return [:] }
        return try refusing("find the maps to carry over") { () throws(KernelError) in
            var shared: [String: Map] = [:]
            for id in try Program.mapIDs(of: held.programs) {
                guard let map = try Map(id: id) else { continue }
                let details = try map.details()
                let match = wanted.first {
                    $0.name.hasPrefix(details.name) && $0.type == details.type
                        && Int($0.keySize) == details.keySize
                        && Int($0.valueSize) == details.valueSize
                }
                if let match { shared[match.name] = map }
            }
            return shared
        }
    }
}

extension Hook {
    var needsGap: Bool { if case .gap = swapping { true } else { false } }
}
