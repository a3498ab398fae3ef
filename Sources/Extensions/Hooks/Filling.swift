// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What an object has for a hook: an operations table, or a program.
public enum Filling: Sendable {
    case table(OperationsTable)
    case program(Object.Program, Hook)

    public var hook: Hook {
        switch self {
        case .table(let table): .named(table.structName)
        case .program(_, let hook): hook
        }
    }

    /// The C name: of the table's variable, or of the program.
    public var name: String {
        switch self {
        case .table(let table): table.name
        case .program(let program, _): program.name
        }
    }

    /// The name that the kernel will know it by, where the hook has names.
    public var registeredName: String? {
        if case .table(let table) = self { table.registeredName } else { nil }
    }

    /// How long its name may be.
    var longestName: Int? {
        if case .table(let table) = self { table.longestName } else { nil }
    }

    /// A link holds it, and can be given another version.
    public var isLinked: Bool {
        if case .table(let table) = self { table.isLinked } else { true }
    }

    public var table: OperationsTable? {
        if case .table(let table) = self { table } else { nil }
    }
}

extension Object {
    /// Everything that it can fill: its tables, then its programs by hook.
    public var fillings: [Filling] {
        var fillings = tables.map { Filling.table($0) }
        for hook in Hook.known {
            guard let rules = hook.program else { continue }
            for program in programs where rules.fits(program.kind) {
                fillings.append(.program(program, hook))
            }
        }
        return fillings
    }

    /// What goes into the kernel together: all tables, or the one program for a hook.
    ///
    /// An object with programs for several hooks offers a choice (XDP or tcx): the
    /// first is taken unless one is named.
    func fillings(for wanted: String?, _ attempt: String) throws(Refusal) -> [Filling] {
        let all = fillings
        guard let first = all.first else {
            throw Refusal(
                attempt,
                .said("it has no operations table, and no program for a hook that graft can fill"))
        }
        guard let wanted else {
            if case .table = first { return all.filter { $0.table != nil } }
            return try only(all.filter { $0.hook.id == first.hook.id }, attempt)
        }
        let id = wanted.replacing("-", with: "_")
        let fitting = all.filter { $0.hook.id == id }
        guard !fitting.isEmpty else {
            let ids = all.map(\.hook.id)
            throw Refusal(
                attempt, .misfit("it has nothing for a hook \"\(wanted)\""),
                hint: hint(
                    for: id, among: ids,
                    otherwise: "it fits \(ids.joined(separator: ", "))"))
        }
        return fitting.first?.table == nil ? try only(fitting, attempt) : fitting
    }

    private func only(_ fillings: [Filling], _ attempt: String) throws(Refusal) -> [Filling] {
        guard fillings.count == 1 else {
            let names = fillings.map(\.name).joined(separator: ", ")
            throw Refusal(
                attempt, .said("it has \(fillings.count) programs for one hook: \(names)"))
        }
        return fillings
    }
}

extension LoadSettings {
    /// For these alone: of an object that offers several hooks, the others stay out.
    mutating func keep(_ fillings: [Filling]) {
        let programs = fillings.compactMap { filling -> String? in
            if case .program(let program, _) = filling { program.name } else { nil }
        }
        if !programs.isEmpty { self.programs = Set(programs) }
    }
}

extension Loaded {
    /// What holds a filling, now that it is loaded.
    func carrier(of filling: Filling) -> Carrier {
        switch filling {
        case .table(let table):
            guard let map = tables[table.name] else {
                preconditionFailure("table \(table.name) was not loaded")
            }
            return .table(map)
        case .program(let program, _):
            guard let there = programs[program.name] else {
                preconditionFailure("program \(program.name) was not loaded")
            }
            return .program(there)
        }
    }
}
