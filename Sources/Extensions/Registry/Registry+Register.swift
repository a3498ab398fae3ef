// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension Registry {
    /// Puts every table of an object into its hook, or none.
    ///
    /// What must not fail afterwards is done before: the intent and the records
    /// are on the disk before the kernel is asked, and only renamed after.
    public func register(
        _ object: Object, _ options: RegisterOptions, shelf: Shelf, on kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> [Record] {
        try recover(shelf: shelf, on: kernel, session)
        return try recording("register", session) { entry throws(Refusal) in
            entry.name = options.name ?? object.tables.first?.registeredName ?? object.name
            entry.hook = object.tables.first?.structName
            entry.after = object.digest
            entry.knobs = options.knobs
            return try put(object, options, kernel, session)
        }
    }

    private func put(
        _ object: Object, _ options: RegisterOptions, _ kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> [Record] {
        let names = try namesToRegister(object, options)
        var settings = try object.settings(options.knobs)
        settings.names = names
        for table in object.tables { try checkPlace(table, names[table.name] ?? "", object) }
        let loaded = try refusing { () throws(KernelError) in
            try object.load(into: kernel, settings)
        }
        let records = try object.tables.map { table throws(Refusal) in
            try self.record(table, names[table.name] ?? table.name, loaded, options, session)
        }
        try ObjectStore(places).put(
            object.content, keeping: try digestsInUse(), session)
        try session.declare(Intent(.register, records))
        do {
            for (table, record) in zip(object.tables, records) {
                try attach(table, record, loaded, session)
            }
        } catch {
            // Undone in reverse; what cannot be undone now is undone by `recover`.
            for record in records.reversed() { try remove(record.name, session) }
            try session.fulfil()
            throw error
        }
        try session.fulfil()
        return records
    }

    /// By table: the kernel's own name where the structure holds one, else the table's.
    private func namesToRegister(_ object: Object, _ options: RegisterOptions) throws(Refusal)
        -> [String: String]
    {
        let attempt = "register \(object.name)"
        guard !object.tables.isEmpty else {
            throw Refusal(
                attempt, .said("it has no operations table, and no hook that graft can fill"))
        }
        guard let asked = options.name else {
            return Dictionary(
                object.tables.map { ($0.name, $0.registeredName ?? $0.name) },
                uniquingKeysWith: { first, _ in first })
        }
        guard object.tables.count == 1 else {
            throw Refusal(
                attempt,
                .misfit("it fills \(object.tables.count) hooks, and one name is not enough"))
        }
        return [object.tables[0].name: asked]
    }

    private func checkPlace(_ table: OperationsTable, _ name: String, _ object: Object)
        throws(Refusal)
    {
        let hook = Hook.named(table.structName)
        let attempt = "register \(object.name) as a \(hook.title)"
        if let objection = Name.objection(to: name, longest: table.longestName ?? 200) {
            throw Refusal(attempt, .misfit(objection), hint: "give it another with --as NAME")
        }
        if let objection = hook.objections(to: table, of: object).first {
            throw Refusal(attempt, .said(objection), hint: "see `graft check FILE`")
        }
        if File(places.pins(of: name)).isThere {
            throw Refusal(
                attempt, .taken("\"\(name)\" is registered already"),
                hint: "see `graft list \(name)`, or swap it with `graft swap \(name) FILE`")
        }
        if try hook.registeredNames()?.contains(name) == true {
            throw Refusal(
                attempt, .taken("another \"\(name)\" is registered, and not by graft"),
                hint: "see `graft list`, or take another name with --as NAME")
        }
    }

    private func record(
        _ table: OperationsTable, _ name: String, _ loaded: Loaded, _ options: RegisterOptions,
        _ session: borrowing Session
    ) throws(Refusal) -> Record {
        let object = loaded.object
        guard let map = loaded.tables[table.name] else {
            preconditionFailure("table \(table.name) was not loaded")
        }
        return Record(
            name: name, hook: table.structName, extension: object.name, isLinked: table.isLinked,
            versions: [
                try session.version(1, of: object, table, map, options.knobs, file: options.file)
            ])
    }

    private func attach(
        _ table: OperationsTable, _ record: Record, _ loaded: Loaded, _ session: borrowing Session
    ) throws(Refusal) {
        let name = record.name
        let attempt = "register \(loaded.object.name) as a \(Hook.named(table.structName).title)"
        try refusing(attempt) { () throws(KernelError) in
            guard let map = loaded.tables[table.name] else { return }
            let draft = try Draft(
                of: File(places.record(of: name)), Array(record.json.text(.pretty).utf8) + [10])
            try Folder(places.pins(of: name)).create(mode: 0o700)
            try map.pin(at: places.version(1, of: name))
            KillPoint.reached("version-pinned")
            try loaded.commit(table.name)
            KillPoint.reached("committed")
            if table.isLinked {
                let link = try Link(registering: map, as: name)
                KillPoint.reached("registered")
                try link.pin(at: places.link(of: name))
                KillPoint.reached("link-pinned")
            }
            try draft.publish()
        }
    }
}
