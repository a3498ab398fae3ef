// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// What a verb is about to do, written down before it does it.
///
/// On the disk from before the first change until after the last: whoever
/// finds one without its writer knows what was left half done.
struct Intent: Equatable, Sendable {
    enum Verb: String, Sendable {
        case register, unregister, swap, rollback
    }

    let verb: Verb
    /// The records as they are to be when it is done; for `unregister` as they were.
    let records: [Record]
    /// The maps, or programs, before and after, for a swap and a rollback.
    let from: UInt32
    let to: UInt32
    /// Which established sockets are to be moved too; nil for none.
    let migration: MigrationFilter?
    let by: String
    let at: WallTime

    init(
        _ verb: Verb, _ records: [Record], from: UInt32 = 0, to: UInt32 = 0,
        migration: MigrationFilter? = nil
    ) throws(Refusal) {
        self.verb = verb
        self.records = records
        self.from = from
        self.to = to
        self.migration = migration
        by = try refusing { () throws(KernelError) in try User.inWords() }
        at = .now
    }
}

extension Intent {
    var json: JSON {
        [
            "verb": JSON(verb.rawValue), "records": .array(records.map(\.json)),
            "from": JSON(from), "to": JSON(to), "migration": migration?.json ?? .null,
            "by": JSON(by),
            "at": JSON(at.nanoseconds),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        let word = try place["verb"].string()
        guard let verb = Verb(rawValue: word) else {
            throw JSON.Mismatch(path: "verb", expected: "a verb of graft", found: word)
        }
        self.verb = verb
        var records: [Record] = []
        for record in try place["records"].elements() { records.append(try Record(record)) }
        self.records = records
        from = try place["from"].integer(UInt32.self)
        to = try place["to"].integer(UInt32.self)
        migration = try place["migration"].ifPresent.map { place throws(JSON.Mismatch) in
            try MigrationFilter(place)
        }
        by = try place["by"].string()
        at = WallTime(nanoseconds: try place["at"].integer(Int64.self))
    }
}

extension Intent {
    /// `register cubic as a congestion control`, `swap bpf_cubic`.
    fileprivate var attempt: String {
        guard verb == .register, let record = records.first else {
            return "\(verb.rawValue) \(records.map(\.name).joined(separator: ", "))"
        }
        return "register \(record.extension) as \(Hook.named(record.hook).titleWithArticle)"
    }
}

extension Session {
    private var intentFile: File { File(places.records + "/intent.json") }

    /// Writes the intent down; on the disk when this returns.
    func declare(_ intent: Intent) throws(Refusal) {
        try prepareFolders()
        try refusing(intent.attempt) { () throws(KernelError) in
            try intentFile.replace(with: intent.json.text(.pretty) + "\n", mode: 0o600)
        }
        KillPoint.reached("declared")
    }

    /// What was meant is done, or undone.
    func fulfil() throws(Refusal) {
        KillPoint.reached("before-fulfilled")
        try refusing("finish what was to be done") { () throws(KernelError) in
            try intentFile.removeIfAny()
        }
    }

    /// What another command meant to do and did not come to the end of.
    func unfulfilled() throws(Refusal) -> Intent? {
        try intentFile.jsonIfAny(hint: "see `graft list`; remove the file when the list is right") {
            place throws(JSON.Mismatch) in try Intent(place)
        }
    }
}

extension MigrationFilter {
    fileprivate var json: JSON {
        [
            "netns": JSON(namespace),
            "prefix": remote.map { [JSON($0.isIPv6), JSON($0.bits), JSON($0.address)] } ?? .null,
            "port": JSON(localPort), "peer_port": JSON(remotePort),
        ]
    }

    fileprivate init(_ place: JSON.Place) throws(JSON.Mismatch) {
        self.init()
        _ = try place.members()
        namespace = try place["netns"].ifPresent?.string()
        localPort = try place["port"].integer(UInt16.self)
        remotePort = try place["peer_port"].integer(UInt16.self)
        guard let prefix = place["prefix"].ifPresent else { return }
        let isIPv6 = try prefix[0].bool()
        var address: [UInt8] = []
        for byte in try prefix[2].elements() { address.append(try byte.integer(UInt8.self)) }
        guard address.count == 16 else {
            throw JSON.Mismatch(path: prefix.path, expected: "16 bytes", found: "\(address.count)")
        }
        remote = Prefix(
            address: Array(address.prefix(isIPv6 ? 16 : 4)),
            bits: try prefix[1].integer(Int.self))
    }
}
