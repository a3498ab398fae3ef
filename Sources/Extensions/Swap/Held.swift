// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A live registration of ours, with what is needed to change it.
struct Held {
    let name: String
    let hook: Hook
    let record: Record
    let current: Record.Version
    /// What the link holds now.
    let carrier: Carrier
    /// Its programs.
    let programs: [UInt32]
    /// Which of the recorded versions are still in the kernel.
    private let there: Set<UInt32>

    init(
        _ name: String, _ record: Record, _ current: Record.Version, _ carrier: Carrier,
        _ programs: [UInt32]
    ) throws(KernelError) {
        self.name = name
        self.hook = .named(record.hook)
        self.record = record
        self.current = current
        self.carrier = carrier
        self.programs = programs
        var there: Set<UInt32> = []
        for version in record.versions
        where try Carrier(hook.carrier, id: version.carrier) != nil {
            there.insert(version.carrier)
        }
        self.there = there
    }

    func isThere(_ version: Record.Version) -> Bool { there.contains(version.carrier) }
}

extension Program {
    /// The maps that programs use.
    static func mapIDs(of programs: [UInt32]) throws(KernelError) -> Set<UInt32> {
        var ids: Set<UInt32> = []
        for id in programs {
            guard let program = try Program(id: id) else { continue }
            ids.formUnion(try program.details().mapIDs)
        }
        return ids
    }
}

extension Registry {
    /// The name of the registration that a word means: its own name, or the
    /// name of its extension where only one registration has it.
    public func resolve(_ word: String) throws(Refusal) -> String {
        let names = try self.names()
        if names.contains(word) { return word }
        var meant: [String] = []
        for name in names where try record(of: name)?.extension == word { meant.append(name) }
        return meant.count == 1 ? meant[0] : word
    }

    /// Takes hold of a registration that is to be swapped; refused in words
    /// where it is not there, not ours, not live, or without a link.
    func hold(_ word: String, attempt: String, on kernel: RunningKernel) throws(Refusal) -> Held {
        let name = try resolve(word)
        guard let record = try record(of: name) else {
            let there = try registration(named: name, on: kernel)
            guard let there else { throw try unknown(name, on: kernel, attempt) }
            throw Refusal(
                attempt,
                there.owner == .foreign
                    ? .foreign("\"\(name)\" was not registered by graft")
                    : .said("nothing is written down about \"\(name)\""),
                hint: "see `graft list \(name)`")
        }
        guard record.isLinked else {
            throw Refusal(
                attempt,
                .said("it is registered without a link, and cannot be swapped in one step"),
                hint: "`graft unregister \(name)`, then register one that has a link")
        }
        let held = try refusing(attempt) { () throws(KernelError) -> Held? in
            guard File(places.link(of: name)).isThere else { return nil }
            let link = try Link(pinnedAt: places.link(of: name)).details()
            guard !link.isSevered, let version = record.version(carrier: link.carrierID),
                let live = try LiveVersion(
                    .named(record.hook), id: link.carrierID, in: kernel)
            else { return nil }
            return try Held(
                name, record, version, live.carrier, live.operations.map(\.program))
        }
        guard let held else {
            throw Refusal(
                attempt, .said("it is not live as it was written down"),
                hint: "see `graft list \(name)` and `graft recover`")
        }
        return held
    }
}
