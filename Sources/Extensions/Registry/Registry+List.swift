// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Everything that is registered, ours and others', and what is half there.
    ///
    /// The kernel is read first, the records second; where they differ, the
    /// state of the registration says how.
    public func list(on kernel: RunningKernel) throws(Refusal) -> [Registration] {
        let live = try refusing("list what is registered") { () throws(KernelError) in
            try LiveHooks(kernel)
        }
        var registrations: [Registration] = []
        var seen = Seen()
        for name in try names() {
            let ours = try registration(name, kernel, live)
            for version in ours.versions { seen.insert(version.carrierID, ours.hook.carrier) }
            registrations.append(ours)
        }
        for foreign in live.tables where !seen.contains(foreign.id, .table) {
            guard let registration = try self.foreign(foreign, live) else { continue }
            registrations.append(registration)
        }
        // What chooses for `graft use` is ours too, and is shown as the uses that it serves.
        let choosers = try choosers()
        for foreign in live.programs
        where !seen.contains(foreign.version.id, .program)
            && !choosers.contains(foreign.version.id)
        {
            registrations.append(
                Registration(
                    name: foreign.name, hook: foreign.hook, site: foreign.site, owner: .foreign,
                    state: .live, versions: [try version(foreign.version, 0, isCurrent: true, nil)],
                    record: nil))
        }
        return registrations
    }

    /// Maps and programs have numbers of their own.
    private struct Seen {
        private var tables: Set<UInt32> = []
        private var programs: Set<UInt32> = []

        mutating func insert(_ id: UInt32, _ kind: Carrier.Kind) {
            switch kind {
            case .table: tables.insert(id)
            case .program: programs.insert(id)
            }
        }

        func contains(_ id: UInt32, _ kind: Carrier.Kind) -> Bool {
            kind == .table ? tables.contains(id) : programs.contains(id)
        }
    }

    /// One registration by its name; nil where there is none.
    public func registration(named name: String, on kernel: RunningKernel) throws(Refusal)
        -> Registration?
    {
        guard try names().contains(name) else {
            return try list(on: kernel).first { $0.name == name }
        }
        return try registration(name, kernel, nil)
    }

    /// `read` is what was read of the kernel already: a table is in it once, and read once.
    private func registration(
        _ name: String, _ kernel: RunningKernel, _ read: LiveHooks?
    ) throws(Refusal) -> Registration {
        let record = try record(of: name)
        let link = try linkState(of: name)
        let hook = record.map { Hook.named($0.hook) }
        var pins: [(number: Int, live: LiveVersion)] = []
        for number in try pinnedVersions(of: name) {
            let live = try refusing("look at \(name)") { () throws(KernelError) -> LiveVersion? in
                let carrier = try Carrier(pinnedAt: places.version(number, of: name))
                if let table = try read?.table(carrier) { return table }
                return try LiveVersion(carrier, hook, in: kernel)
            }
            if let live { pins.append((number, live)) }
        }
        var versions: [Registration.Version] = []
        for (number, live) in pins {
            versions.append(
                try version(
                    live, number, isCurrent: live.isRegisteredAlone || link?.carrierID == live.id,
                    record?.version(carrier: live.id)))
        }
        // Unpinned and still there: only its sockets hold it.
        let pinned = Set(pins.map(\.live.id))
        for old in record?.versions ?? [] where !pinned.contains(old.carrier) {
            let live = try refusing("look at \(name)") { () throws(KernelError) -> LiveVersion? in
                if hook?.carrier == .table, let table = read?.table(old.carrier) { return table }
                return try LiveVersion(
                    Hook.named(record?.hook ?? ""), id: old.carrier, in: kernel)
            }
            guard let live else { continue }
            versions.append(try version(live, old.number, isCurrent: false, old))
        }
        versions.sort { $0.number < $1.number }
        return Registration(
            name: name, hook: hook ?? Registry.guess(pins.map(\.live)),
            site: record.map { "\($0.site)" } ?? "", owner: .graft,
            state: Registry.state(
                record, link, isEmpty: versions.isEmpty, pins.map(\.live)),
            versions: versions, record: record)
    }

    /// The hook of a registration whose record is lost: what its pins tell of it.
    private static func guess(_ pins: [LiveVersion]) -> Hook {
        let structure = pins.compactMap(\.table).first?.structName
        return .named(structure ?? (pins.isEmpty ? "" : "program"))
    }

    private static func state(
        _ record: Record?, _ link: Link.Details?, isEmpty: Bool, _ pins: [LiveVersion]
    ) -> Registration.State {
        if pins.contains(where: \.isRegisteredAlone) { return .liveWithoutLink }
        if let link { return link.isSevered ? .severed : .live }
        if isEmpty { return record == nil ? .emptyFolder : .recordOnly }
        return pins.isEmpty ? .draining : .unregistered
    }

    private func linkState(of name: String) throws(Refusal) -> Link.Details? {
        let path = places.link(of: name)
        guard File(path).isThere else { return nil }
        return try refusing { () throws(KernelError) in try Link(pinnedAt: path).details() }
    }

    private func foreign(_ live: LiveVersion, _ hooks: LiveHooks) throws(Refusal) -> Registration? {
        guard let table = live.table else { return nil }
        let isHeld = hooks.linked.contains(live.id)
        guard isHeld || live.isRegisteredAlone else { return nil }
        return Registration(
            name: table.registeredName ?? table.tableName, hook: .named(table.structName),
            site: "\(Site.host)", owner: .foreign,
            state: live.isRegisteredAlone ? .liveWithoutLink : .live,
            versions: [try version(live, 0, isCurrent: true, nil)], record: nil)
    }

    private func version(
        _ live: LiveVersion, _ number: Int, isCurrent: Bool, _ record: Record.Version?
    ) throws(Refusal) -> Registration.Version {
        var operations: [Registration.Operation] = []
        for operation in live.operations {
            let details = try refusing { () throws(KernelError) in
                try Program(id: operation.program)?.details()
            }
            operations.append(
                Registration.Operation(
                    member: operation.member, programID: operation.program,
                    tag: details?.tag ?? "", calls: details?.calls ?? 0,
                    nanoseconds: details?.nanoseconds ?? 0))
        }
        return Registration.Version(
            number: number, isCurrent: isCurrent, carrierID: live.id, programs: operations,
            record: record)
    }
}

extension Registration {
    /// Whether a link that was found in the kernel is the one that holds it.
    func isHeld(by link: Link.Details) -> Bool {
        guard let current else { return false }
        if let rules = hook.program {
            return rules.made(link) && link.programID == current.carrierID
        }
        return link.isStructOps && link.mapID == current.carrierID
    }
}
