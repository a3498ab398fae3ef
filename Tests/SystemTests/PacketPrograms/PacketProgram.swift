// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// A packet program that ships with graft, registered by graft's own hand.
///
/// The hook goes with the namespace that it is in; the registration does not, so a
/// test ends with `unregister`.
struct PacketProgram {
    let name: String
    private let extensionName: String
    private let workspace: Workspace

    /// Registers `extensionName` where the words say, as `name`.
    init(
        _ extensionName: String, as name: String, _ site: [String], _ workspace: Workspace
    ) throws {
        self.name = name
        self.extensionName = extensionName
        self.workspace = workspace
        try done(["register", extensionName, "--as", name] + site)
    }

    /// Another version of the same code, with these knobs.
    func swap(setting knobs: String...) throws {
        try done(["swap", name, extensionName] + knobs.flatMap { ["--set", $0] })
    }

    func rollback() throws { try done(["rollback", name]) }

    func unregister() throws { try done(["unregister", name]) }

    private func done(_ words: [String]) throws {
        let answer = try workspace.run([Workspace.graft] + words)
        guard answer.status == 0 else {
            throw KernelError(
                "graft \(words.joined(separator: " "))",
                .said((answer.output + answer.errors).joined(separator: "\n")))
        }
    }
}

extension PacketProgram {
    /// The counters of the current version that are not zero, by name, added up over
    /// the processors: as counter.bpf.h says.
    func counters(named enumeration: String) throws -> [String: UInt64] {
        let id = try programID()
        for id in try Program(id: id)?.details().mapIDs ?? [] {
            guard let map = try Map(id: id), case let details = try map.details(),
                details.name == "counters", details.isPerCPU
            else { continue }
            let counters = try names(enumeration).mapValues { number in
                let key = withUnsafeBytes(of: number, Array.init)
                let row = try map.value(key, size: details.valueBytes) ?? []
                return row.withUnsafeBytes { $0.bindMemory(to: UInt64.self).reduce(0, &+) }
            }
            return counters.filter { $0.value > 0 }
        }
        throw KernelError("read the counters of \(name)", .said("it has none"))
    }

    /// The enumerators that are counters, by the types of the program in the kernel; the
    /// last is their number.
    private func names(_ enumeration: String) throws -> [String: UInt32] {
        let program = "\(try programID())"
        let shown = try JSON(parsing: workspace.bpftool("-j", "prog", "show", "id", program))
        let types = shown["btf_id"]?.integer(UInt32.self) ?? 0
        let dump = try JSON(parsing: workspace.bpftool("-j", "btf", "dump", "id", "\(types)"))
        for type in dump["types"]?.array ?? [] where type["name"]?.string == enumeration {
            var names: [String: UInt32] = [:]
            for value in (type["values"]?.array ?? []).dropLast() {
                names[value["name"]?.string ?? ""] = value["val"]?.integer(UInt32.self)
            }
            return names
        }
        throw KernelError("find \(enumeration)", .said("\(name) has no such enum"))
    }

    /// Of the current version, which has one program.
    private func programID() throws -> UInt32 {
        try workspace.registration(name)?.current?.programs.first?.programID ?? 0
    }
}
