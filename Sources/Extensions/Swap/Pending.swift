// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// A swap that waits to be confirmed, and goes back by itself when it is not.
///
/// Written before the swap, removed by its confirmation. Whoever finds one whose
/// time is over, or that nobody minds any more, goes back.
public struct Pending: Equatable, Sendable {
    public let name: String
    /// The versions before and after.
    public let from: Int
    public let to: Int
    /// On the monotonic clock; both end with the machine's run.
    public let deadline: Instant
    /// The command that judges it; nil where only a confirmation is waited for.
    public var minder: ProcessIdentity?
    /// The watcher, once it runs.
    public var watcher: ProcessIdentity?
    /// Established sockets were moved, and are moved back.
    public let migrates: Bool

    /// Its time is over, or nobody is left who would end it.
    func isAbandoned() throws(KernelError) -> Bool {
        if Instant.now >= deadline { return true }
        if let minder { return try !minder.isRunning() }
        if let watcher { return try !watcher.isRunning() }
        return false
    }

    /// How long there is left to confirm it.
    public var left: Duration { max(.zero, deadline.since(.now)) }
}

extension Pending {
    var json: JSON {
        [
            "name": JSON(name), "from": JSON(from), "to": JSON(to),
            "deadline": JSON(deadline.nanoseconds), "migrates": JSON(migrates),
            "minder": minder?.json ?? .null, "watcher": watcher?.json ?? .null,
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        name = try place["name"].string()
        from = try place["from"].integer(Int.self)
        to = try place["to"].integer(Int.self)
        deadline = Instant(nanoseconds: try place["deadline"].integer(UInt64.self))
        migrates = try place["migrates"].bool()
        minder = try place["minder"].ifPresent.map { place throws(JSON.Mismatch) in
            try ProcessIdentity(place)
        }
        watcher = try place["watcher"].ifPresent.map { place throws(JSON.Mismatch) in
            try ProcessIdentity(place)
        }
    }
}

extension Registry {
    private var folder: Folder { Folder(places.records + "/pending") }

    private func file(of name: String) -> File { folder.file(Places.encode(name) + ".json") }

    /// The swap of this name that waits to be confirmed.
    public func pending(_ name: String) throws(Refusal) -> Pending? {
        try file(of: name).jsonIfAny(hint: "remove the file to keep what is live") {
            place throws(JSON.Mismatch) in try Pending(place)
        }
    }

    func allPending() throws(Refusal) -> [Pending] {
        var found: [Pending] = []
        let names = try refusing { () throws(KernelError) in try folder.namesIfAny() }
        for name in names where name.hasSuffix(".json") {
            if let pending = try pending(Places.decode(String(name.dropLast(5)))) {
                found.append(pending)
            }
        }
        return found
    }

    func write(_ pending: Pending) throws(Refusal) {
        try refusing("write down what waits to be confirmed") { () throws(KernelError) in
            try folder.create()
            try file(of: pending.name).replace(with: pending.json.text(.pretty) + "\n")
        }
    }

    func forgetPending(_ name: String) throws(Refusal) {
        try refusing("confirm \(name)") { () throws(KernelError) in
            try file(of: name).removeIfAny()
        }
    }

    /// Keeps what a swap has made live.
    public func confirm(
        _ word: String, shelf: Shelf, on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Pending {
        try recover(shelf: shelf, on: kernel, session)
        let name = try resolve(word)
        guard let pending = try pending(name) else {
            throw Refusal(
                "confirm \(word)", .said("no swap of it waits to be confirmed"),
                hint: "see `graft history \(name)` for how the last one ended")
        }
        try recording("confirm", session) { entry throws(Refusal) in
            entry.name = name
            try forgetPending(name)
        }
        return pending
    }

    /// Keeps what a swap has made live, because its guards held.
    func keep(_ pending: Pending, _ guards: [History.Guarded], _ session: borrowing Session)
        throws(Refusal)
    {
        try recording("guard", session) { entry throws(Refusal) in
            entry.name = pending.name
            entry.guards = guards
            try forgetPending(pending.name)
        }
    }

    /// Goes back where an unconfirmed swap was abandoned; nil where it is minded
    /// still, or something else has taken its place.
    func settle(
        _ pending: Pending, shelf: Shelf, on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Recovery? {
        let isAbandoned = try refusing { () throws(KernelError) in try pending.isAbandoned() }
        guard isAbandoned else { return nil }
        guard try isCurrent(pending) else {
            try forgetPending(pending.name)
            return nil
        }
        _ = try goBack(
            pending, because: "nobody confirmed it", shelf: shelf, on: kernel, session)
        return Recovery(
            name: pending.name, what: "unconfirmed swap to v\(pending.to)", outcome: .rolledBack)
    }

    private func isCurrent(_ pending: Pending) throws(Refusal) -> Bool {
        guard let record = try record(of: pending.name) else { return false }
        guard let carrier = try liveCarrier(of: pending.name) else { return false }
        return record.version(carrier: carrier)?.number == pending.to
    }
}
