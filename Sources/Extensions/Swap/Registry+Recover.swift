// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What `recover` found half done, and what it did about it.
public struct Recovery: Equatable, Sendable {
    public let name: String
    /// `swap to v3`, `register`.
    public let what: String
    public let outcome: Outcome

    public enum Outcome: String, Sendable {
        case finished
        case undone
        /// An unconfirmed swap without its guard: back to the version before.
        case rolledBack
    }
}

extension Registry {
    /// Settles what a command left that did not come to its end.
    ///
    /// The kernel decides: what is live there is finished, what is not is
    /// undone. Every changing verb begins with this.
    @discardableResult
    public func recover(
        shelf: Shelf, on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> [Recovery] {
        var recoveries: [Recovery] = []
        try sweepDrafts()
        if let intent = try session.unfulfilled() {
            recoveries += try settle(intent, shelf, kernel, session)
        }
        for pending in try allPending() {
            if let recovery = try settle(pending, shelf: shelf, on: kernel, session) {
                recoveries.append(recovery)
            }
        }
        for recovery in recoveries { try record(recovery, session) }
        session.note(recoveries)
        return recoveries
    }

    /// Removes what a killed command had begun to write. We hold the lock, so
    /// that nobody else is writing.
    private func sweepDrafts() throws(Refusal) {
        try refusing { () throws(KernelError) in
            let ours = ["", "/registrations", "/pending"].map { places.records + $0 }
            for path in ours + [places.store, places.store + "/objects"] {
                let folder = Folder(path)
                for name in try folder.namesIfAny() where name.hasSuffix(Draft.suffix) {
                    try folder.file(name).removeIfAny()
                }
            }
        }
    }

    private func settle(
        _ intent: Intent, _ shelf: Shelf, _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> [Recovery] {
        let outcome: Recovery.Outcome
        switch intent.verb {
        case .register: outcome = try recoverRegister(intent, session)
        case .unregister:
            for record in intent.records {
                try remove(record.name, session)
                try forgetPending(record.name)
            }
            outcome = .finished
        case .swap, .rollback:
            outcome = try recoverChange(intent, shelf, kernel, session)
        }
        try session.fulfil()
        return intent.records.map { record in
            Recovery(name: record.name, what: intent.verb.rawValue, outcome: outcome)
        }
    }

    /// All hooks are filled: write the records. One is not: empty the others.
    private func recoverRegister(_ intent: Intent, _ session: borrowing Session) throws(Refusal)
        -> Recovery.Outcome
    {
        var isWhole = true
        for record in intent.records where isWhole { isWhole = try isRegistered(record) }
        for record in intent.records.reversed() {
            if isWhole {
                try finish(record, keeping: record.versions, session)
            } else {
                try remove(record.name, session)
            }
        }
        return isWhole ? .finished : .undone
    }

    private func isRegistered(_ record: Record) throws(Refusal) -> Bool {
        guard let version = record.versions.last else { return false }
        guard record.isLinked else {
            // Without a link the name in the hook is what tells; the pin alone does not.
            let isPinned = File(places.version(version.number, of: record.name)).isThere
            let names = try Hook.named(record.hook).registeredNames()
            return isPinned && names?.contains(record.name) ?? false
        }
        return try liveCarrier(of: record.name) == version.carrier
    }

    /// What the pinned link holds; nil where there is no such pin.
    func liveCarrier(of name: String) throws(Refusal) -> UInt32? {
        let path = places.link(of: name)
        guard File(path).isThere else { return nil }
        return try refusing { () throws(KernelError) in
            try Link(pinnedAt: path).details().carrierID
        }
    }

    private func recoverChange(
        _ intent: Intent, _ shelf: Shelf, _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Recovery.Outcome {
        guard let record = intent.records.first else { return .undone }
        guard try liveCarrier(of: record.name) == intent.to,
            let version = record.version(carrier: intent.to)
        else {
            try undoChange(intent, record, kernel, session)
            return .undone
        }
        let before = record.version(carrier: intent.from)
        try finish(record, keeping: [version] + (before.map { [$0] } ?? []), session)
        _ = try makeWhole(
            .named(record.hook), version, of: record.name, intent.migration, shelf, kernel)
        // A rollback decides what waited to be confirmed.
        if intent.verb == .rollback { try forgetPending(record.name) }
        return .finished
    }

    /// The old version is live, or was stopped for a gap: it is registered again.
    private func undoChange(
        _ intent: Intent, _ record: Record, _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) {
        let name = record.name
        if try liveCarrier(of: name) == nil, let before = record.version(carrier: intent.from) {
            try refusing("register \(name) again") { () throws(KernelError) in
                let path = places.version(before.number, of: name)
                guard case .table(let map) = try Carrier(pinnedAt: path) else { return }
                try Link(registering: map, as: name).pin(at: places.link(of: name))
            }
        }
        guard intent.verb == .swap, let new = record.version(carrier: intent.to) else { return }
        try refusing("undo the swap of \(name)") { () throws(KernelError) in
            try File(places.version(new.number, of: name)).removeIfAny()
        }
        if try pending(name)?.to == new.number { try forgetPending(name) }
    }
}
