// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Everything that is registered, ours and others', and what is half there.
    ///
    /// The kernel is read first, the records second; where they differ, the
    /// state of the registration says how.
    public func list(on kernel: RunningKernel) throws(Refusal) -> [Registration] {
        let live = try refusing("list what is registered") { () throws(KernelError) in
            try LiveTables(kernel)
        }
        var registrations: [Registration] = []
        var seen: Set<UInt32> = []
        for name in try names() {
            let ours = try registration(name, live)
            seen.formUnion(ours.versions.map(\.mapID))
            registrations.append(ours)
        }
        for (id, table) in live.tables.sorted(by: { $0.key < $1.key }) where !seen.contains(id) {
            guard let foreign = try foreign(table, live) else { continue }
            registrations.append(foreign)
        }
        return registrations
    }

    /// One registration by its name; nil where there is none.
    public func registration(named name: String, on kernel: RunningKernel) throws(Refusal)
        -> Registration?
    {
        guard try names().contains(name) else {
            return try list(on: kernel).first { $0.name == name }
        }
        var maps = Set(try record(of: name)?.versions.map(\.map) ?? [])
        for number in try pinnedVersions(of: name) {
            let path = places.version(number, of: name)
            maps.insert(
                try refusing { () throws(KernelError) in try Map(pinnedAt: path).details().id })
        }
        let live = try refusing("look at \(name)") { () throws(KernelError) in
            try LiveTables(kernel, maps: maps)
        }
        return try registration(name, live)
    }

    private func registration(_ name: String, _ live: LiveTables) throws(Refusal) -> Registration {
        let record = try record(of: name)
        let link = try linkState(of: name)
        var versions: [Registration.Version] = []
        var structName = record?.hook ?? ""
        var isRegisteredAlone = false
        for number in try pinnedVersions(of: name) {
            let path = places.version(number, of: name)
            let id = try refusing { () throws(KernelError) in
                try Map(pinnedAt: path).details().id
            }
            guard let table = live.tables[id] else { continue }
            structName = table.structName
            let isCurrent = table.state == .registered || link?.mapID == id
            if table.state == .registered { isRegisteredAlone = true }
            versions.append(
                try version(table, number, isCurrent: isCurrent, record?.version(map: id)))
        }
        // Unpinned and still there: only its sockets hold it.
        let pinned = Set(versions.map(\.mapID))
        for old in record?.versions ?? [] where !pinned.contains(old.map) {
            guard let table = live.tables[old.map] else { continue }
            versions.append(try version(table, old.number, isCurrent: false, old))
        }
        versions.sort { $0.number < $1.number }
        let state: Registration.State =
            if isRegisteredAlone {
                .liveWithoutLink
            } else if let link {
                link.isSevered ? .severed : .live
            } else {
                versions.isEmpty
                    ? record == nil ? .emptyFolder : .recordOnly
                    : pinned.isEmpty ? .draining : .unregistered
            }
        return Registration(
            name: name, hook: .named(structName), owner: .graft, state: state,
            versions: versions, record: record)
    }

    private func linkState(of name: String) throws(Refusal) -> Link.Details? {
        let path = places.link(of: name)
        guard File(path).isThere else { return nil }
        return try refusing { () throws(KernelError) in try Link(pinnedAt: path).details() }
    }

    private func foreign(_ table: LiveTable, _ live: LiveTables) throws(Refusal) -> Registration? {
        let isHeld = live.linked.contains(table.mapID)
        guard isHeld || table.state == .registered else { return nil }
        return Registration(
            name: table.registeredName ?? table.tableName, hook: .named(table.structName),
            owner: .foreign, state: table.state == .registered ? .liveWithoutLink : .live,
            versions: [try version(table, 0, isCurrent: true, nil)], record: nil)
    }

    private func version(
        _ table: LiveTable, _ number: Int, isCurrent: Bool, _ record: Record.Version?
    ) throws(Refusal) -> Registration.Version {
        var operations: [Registration.Operation] = []
        for operation in table.operations {
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
            number: number, isCurrent: isCurrent, mapID: table.mapID, programs: operations,
            record: record)
    }
}

/// Every struct_ops map and link in the kernel, read once.
struct LiveTables {
    private(set) var tables: [UInt32: LiveTable] = [:]
    /// The maps that some link holds.
    private(set) var linked: Set<UInt32> = []

    init(_ kernel: RunningKernel) throws(KernelError) {
        try self.init(kernel, maps: Map.allIDs())
        for id in try Link.allIDs() {
            guard let link = try Link(id: id) else { continue }
            let details = try link.details()
            if details.isStructOps { linked.insert(details.mapID) }
        }
    }

    /// Only these maps, and no links.
    init(_ kernel: RunningKernel, maps: some Sequence<UInt32>) throws(KernelError) {
        for id in maps {
            guard let map = try Map(id: id), let table = try LiveTable(map, in: kernel) else {
                continue
            }
            tables[id] = table
        }
    }
}
