// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A knob, live variable or counter of a registration, as it is in the kernel now.
public struct LiveValue: Equatable, Sendable {
    public enum Kind: String, Sendable {
        /// Set before load.
        case knob
        /// Can be turned.
        case live
        case counter
    }

    public let name: String
    public let kind: Kind
    public let value: String
    public let meaning: String?
    public let range: ClosedRange<Int64>?
}

extension Registry {
    /// What the current version's globals hold now; empty for what others registered.
    public func values(of registration: Registration) throws(Refusal) -> [LiveValue] {
        guard let version = registration.current, let record = version.record else { return [] }
        let object = try object(record.digest, named: record.object)
        let data = try liveData(object, version)
        return try refusing("read the values of \(registration.name)") { () throws(KernelError) in
            var values: [LiveValue] = []
            for (kind, globals) in [
                (LiveValue.Kind.knob, object.knobs), (.live, object.liveVariables),
                (.counter, object.counters),
            ] {
                for global in globals {
                    guard let value = try data.value(of: global) else { continue }
                    values.append(
                        LiveValue(
                            name: global.name, kind: kind, value: value.text(in: object.types),
                            meaning: global.meaning, range: global.range))
                }
            }
            for (name, value) in try data.counters() {
                values.append(
                    LiveValue(
                        name: name, kind: .counter, value: "\(value)", meaning: nil, range: nil))
            }
            return values
        }
    }

    func liveData(_ object: Object, _ version: Registration.Version) throws(Refusal)
        -> LiveData
    {
        try refusing { () throws(KernelError) in
            try LiveData(
                object, loadedAs: object.name,
                among: Program.mapIDs(of: version.programs.map(\.programID)))
        }
    }

    /// Turns live variables of the current version, all of them or none.
    public func set(
        _ word: String, _ settings: [Record.Setting], shelf: Shelf, on kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) -> String {
        try recover(shelf: shelf, on: kernel, session)
        let name = try resolve(word)
        try recording("set", session) { entry throws(Refusal) in
            entry.name = name
            entry.knobs = settings
            try turn(name, settings, kernel, session, &entry)
        }
        return name
    }

    private func turn(
        _ name: String, _ settings: [Record.Setting], _ kernel: RunningKernel,
        _ session: borrowing Session, _ entry: inout History.Entry
    ) throws(Refusal) {
        let attempt = "set \(name)"
        guard let registration = try registration(named: name, on: kernel) else {
            throw try unknown(name, on: kernel, attempt)
        }
        guard let version = registration.current, let written = version.record,
            var record = registration.record
        else { throw Refusal(attempt, .foreign("\"\(name)\" was not registered by graft")) }
        entry.hook = registration.hook.id
        entry.before = written.digest
        entry.after = written.digest
        let object = try object(written.digest, named: written.object)
        let known = Set(object.liveVariables.map(\.name))
        for setting in settings where !known.contains(setting.knob) {
            let isKnob = object.knobs.contains { $0.name == setting.knob }
            throw Refusal(
                attempt,
                .misfit(
                    isKnob
                        ? "\"\(setting.knob)\" is set before load"
                        : "it has no live variable \"\(setting.knob)\""),
                hint: isKnob
                    ? "load it anew: `graft swap \(name) FILE --set \(setting.knob)=\(setting.value)`"
                    : "it has \(known.sorted().joined(separator: ", "))")
        }
        let values = try object.settings(settings).globals
        let data = try liveData(object, version)
        for global in object.liveVariables {
            guard let value = values[global.name] else { continue }
            let isThere = try refusing(attempt) { () throws(KernelError) in
                try data.set(global, to: value)
            }
            guard isThere else { throw Refusal(attempt, .said("no program uses \(global.name)")) }
        }
        record.note(settings, on: version.carrierID)
        try refusing("write down \(name)") { () throws(KernelError) in
            try File(places.record(of: name)).replace(with: record.json.text(.pretty) + "\n")
        }
    }
}

extension Record {
    /// What was turned stands with what was set.
    fileprivate mutating func note(_ settings: [Setting], on carrier: UInt32) {
        guard let index = versions.firstIndex(where: { $0.carrier == carrier }) else { return }
        let turned = Set(settings.map(\.knob))
        versions[index].knobs =
            versions[index].knobs.filter { !turned.contains($0.knob) } + settings
    }
}
