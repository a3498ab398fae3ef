// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension Registry {
    /// Puts an object into its hook: every table of it, or none.
    ///
    /// What must not fail afterwards is done before: the intent and the records
    /// are on the disk before the kernel is asked, and only renamed after.
    public func register(
        _ object: Object, _ options: RegisterOptions, shelf: Shelf, on kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> [Record] {
        try recover(shelf: shelf, on: kernel, session)
        return try recording("register", session) { entry throws(Refusal) in
            let fillings = try object.fillings(for: options.hook, "register \(object.name)")
            let entries = try fillings.map { filling throws(Refusal) in
                try Entry(filling, object, options, of: fillings.count)
            }
            entry.name = entries[0].name
            entry.hook = entries[0].filling.hook.id
            entry.after = object.digest
            entry.knobs = options.knobs
            return try put(entries, object, options, kernel, session)
        }
    }

    /// One filling and the name that it is registered under.
    private struct Entry {
        let filling: Filling
        let name: String
        let attempt: String

        /// The name that was asked for, else the kernel's own where the structure
        /// holds one, else the table's or the object's.
        init(_ filling: Filling, _ object: Object, _ options: RegisterOptions, of count: Int)
            throws(Refusal)
        {
            self.filling = filling
            attempt = "register \(object.name) as \(filling.hook.titleWithArticle)"
            guard options.name == nil || count == 1 else {
                throw Refusal(
                    "register \(object.name)",
                    .misfit("it fills \(count) hooks, and one name is not enough"))
            }
            name =
                options.name ?? filling.registeredName
                ?? (filling.table == nil ? object.name : filling.name)
        }
    }

    private func put(
        _ entries: [Entry], _ object: Object, _ options: RegisterOptions,
        _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> [Record] {
        var settings = try object.settings(options.knobs)
        for entry in entries {
            try check(entry, object, options.site, kernel)
            if let table = entry.filling.table { settings.names[table.name] = entry.name }
        }
        settings.keep(entries.map(\.filling))
        let loaded = try refusing { () throws(KernelError) in
            try object.load(into: kernel, settings)
        }
        let records = try entries.map { entry throws(Refusal) in
            try self.record(entry, loaded, options, session)
        }
        try ObjectStore(places).put(
            object.content, keeping: try digestsInUse(), session)
        try session.declare(Intent(.register, records))
        do {
            for (entry, record) in zip(entries, records) { try attach(entry, record, loaded) }
        } catch {
            // Undone in reverse; what cannot be undone now is undone by `recover`.
            for record in records.reversed() { try remove(record.name, session) }
            try session.fulfil()
            throw error
        }
        try session.fulfil()
        return records
    }

    /// Everything that is known against it, told before anything is loaded.
    private func check(_ entry: Entry, _ object: Object, _ site: Site, _ kernel: RunningKernel)
        throws(Refusal)
    {
        let hook = entry.filling.hook
        let name = entry.name
        if let objection = Name.objection(
            to: name, longest: entry.filling.longestName ?? 200,
            isOurs: entry.filling.longestName == nil)
        {
            throw Refusal(
                entry.attempt, .misfit(objection), hint: "give it another with --as NAME")
        }
        guard site.kind == hook.site else {
            throw Refusal(entry.attempt, .misfit(hook.siteWords), hint: hook.siteHint)
        }
        guard hook.carrier == .table || hook.isThere(in: kernel) else {
            throw Refusal(entry.attempt, .lacks("this kernel has no hook \"\(hook.id)\""))
        }
        if let objection = hook.objections(to: entry.filling, of: object).first {
            throw Refusal(entry.attempt, .said(objection), hint: "see `graft check FILE`")
        }
        if File(places.pins(of: name)).isThere {
            throw Refusal(
                entry.attempt, .taken("\"\(name)\" is registered already"),
                hint: "see `graft list \(name)`, or swap it with `graft swap \(name) FILE`")
        }
        if try hook.registeredNames()?.contains(name) == true {
            throw Refusal(
                entry.attempt, .taken("another \"\(name)\" is registered, and not by graft"),
                hint: "see `graft list`, or take another name with --as NAME")
        }
        guard let ask = hook.program?.objection else { return }
        let objection = try refusing(entry.attempt) { () throws(KernelError) in try ask(site) }
        if let objection {
            throw Refusal(entry.attempt, .taken(objection), hint: "see `graft list`")
        }
    }

    private func record(
        _ entry: Entry, _ loaded: Loaded, _ options: RegisterOptions, _ session: borrowing Session
    ) throws(Refusal) -> Record {
        let carrier = loaded.carrier(of: entry.filling)
        let version = try session.version(
            1, of: loaded.object, entry.filling, carrier, options.knobs, file: options.file)
        // A kernel before 6.4 takes a table that asks for a link, and gives none.
        let isLinked = try refusing { () throws(KernelError) in try carrier.isLinked }
        return Record(
            name: entry.name, hook: entry.filling.hook.id, site: options.site,
            extension: loaded.object.name, isLinked: isLinked, versions: [version])
    }

    private func attach(_ entry: Entry, _ record: Record, _ loaded: Loaded) throws(Refusal) {
        let name = entry.name
        let carrier = loaded.carrier(of: entry.filling)
        let attempt = "register \(loaded.object.name) as \(entry.filling.hook.titleWithArticle)"
        do throws(KernelError) {
            let draft = try Draft(
                of: File(places.record(of: name)), Array(record.json.text(.pretty).utf8) + [10])
            try Folder(places.pins(of: name)).create(mode: 0o700)
            try carrier.pin(at: places.version(1, of: name))
            KillPoint.reached("version-pinned")
            if let table = entry.filling.table { try loaded.commit(table.name) }
            KillPoint.reached("committed")
            if record.isLinked {
                let link = try Link(carrier, in: entry.filling.hook, record.site, name)
                KillPoint.reached("registered")
                try link.pin(at: places.link(of: name))
                KillPoint.reached("link-pinned")
            }
            try draft.publish()
        } catch {
            let remedy = error.errno.flatMap { entry.filling.hook.program?.remedies[$0] }
            throw Refusal(error, attempt: attempt, hint: remedy)
        }
    }
}

extension Link {
    /// Puts a version into its hook.
    fileprivate init(_ carrier: Carrier, in hook: Hook, _ site: Site, _ name: String)
        throws(KernelError)
    {
        switch (carrier, hook.filler) {
        case (.table(let map), _): self = try Link(registering: map, as: name)
        case (.program(let program), .program(let rules)):
            self = try site.attach(program, rules, "register \(name)")
        case (.program, .table): preconditionFailure("\(hook.id) takes a table")
        }
    }
}

extension Hook {
    fileprivate var siteWords: String {
        switch site {
        case .host: "\(titleWithArticle) is registered for the whole host"
        case .namespace: "\(titleWithArticle) belongs to a network namespace"
        case .device: "\(titleWithArticle) belongs to a device"
        case .controlGroup: "\(titleWithArticle) belongs to a control group"
        }
    }

    fileprivate var siteHint: String? {
        switch site {
        case .host: hasSockets ? "`graft use` says who gets it" : nil
        case .namespace: "name it with --netns NAME"
        case .device: "name it with --dev DEV"
        case .controlGroup: "name it with --cgroup PATH"
        }
    }
}
