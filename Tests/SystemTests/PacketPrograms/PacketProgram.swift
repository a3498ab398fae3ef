// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// A program of graft's own that sees packets, built, loaded, and put where a test wants it.
///
/// It is attached in a namespace that the test made, and goes with that namespace.
struct PacketProgram {
    /// Where its pins are: one a program.
    private let pins: String
    private let object: String
    private let workspace: Workspace

    /// Builds `extensions/PATH`, with some of its lines changed, and loads it.
    init(
        _ path: String, changing changes: [(from: String, to: String)] = [], as version: String,
        _ workspace: Workspace
    ) throws {
        let source = File("\(Workspace.root)/extensions/\(path)")
        var text = try source.text()
        for change in changes {
            guard let range = text.firstRange(of: change.from) else {
                throw KernelError("change \(path)", .said("there is no \"\(change.from)\""))
            }
            text.replaceSubrange(range, with: change.to)
        }
        object = try workspace.source(version, text)
        // Beside graft's own, which are registrations.
        pins = "\(workspace.places.pins)_\(version)"
        self.workspace = workspace
        try workspace.bpftool("prog", "loadall", object, pins)
    }

    /// Lets go of the programs; those that are attached stay.
    func letGo() throws { try Folder(pins).removeTree() }

    func pin(_ program: String) -> String { "\(pins)/\(program)" }

    /// What a process in the namespace would say of bpftool.
    private func bpftool(in namespace: String, _ words: [String]) throws {
        let enter = ["nsenter", "--net=/run/netns/\(namespace)", "bpftool"]
        let answer = try workspace.run(enter + words)
        guard answer.status == 0 else {
            throw KernelError(
                "bpftool \(words.joined(separator: " "))",
                .said((answer.output + answer.errors).joined(separator: "\n")))
        }
    }

    /// Dissects for a namespace from now on, in the place of another that does.
    func dissect(_ program: String, for namespace: String) throws {
        try bpftool(
            in: namespace, ["prog", "attach", "pinned", pin(program), "flow_dissector"])
    }

    func stopDissecting(_ program: String, for namespace: String) throws {
        try bpftool(
            in: namespace, ["prog", "detach", "pinned", pin(program), "flow_dissector"])
    }

    /// `place` is what bpftool calls it: xdpdrv, xdpgeneric, tcx_ingress.
    func attach(_ program: String, to device: String, of namespace: String, place: String) throws {
        try bpftool(
            in: namespace, ["net", "attach", place, "pinned", pin(program), "dev", device])
    }

    func detach(from device: String, of namespace: String, place: String) throws {
        try bpftool(in: namespace, ["net", "detach", place, "dev", device])
    }
}

extension PacketProgram {
    /// Its counters by name, added up over the processors: as counter.bpf.h says.
    func counters(of program: String, named enumeration: String) throws -> [String: UInt64] {
        let shown = try JSON(
            parsing: workspace.bpftool("-j", "prog", "show", "pinned", pin(program)))
        let ids = (shown["map_ids"]?.array ?? []).compactMap { $0.integer(UInt32.self) }
        for id in ids {
            guard let map = try Map(id: id), case let details = try map.details(),
                details.name == "counters", details.isPerCPU
            else { continue }
            return try names(enumeration).mapValues { number in
                let key = withUnsafeBytes(of: number, Array.init)
                let row = try map.value(key, size: details.valueBytes) ?? []
                return row.withUnsafeBytes { $0.bindMemory(to: UInt64.self).reduce(0, &+) }
            }
        }
        throw KernelError("read the counters of \(program)", .said("it has none"))
    }

    /// The enumerators that are counters, by the object's own types; the last is their number.
    private func names(_ enumeration: String) throws -> [String: UInt32] {
        let dump = try JSON(parsing: workspace.bpftool("-j", "btf", "dump", "file", object))
        for type in dump["types"]?.array ?? [] where type["name"]?.string == enumeration {
            var names: [String: UInt32] = [:]
            for value in (type["values"]?.array ?? []).dropLast() {
                names[value["name"]?.string ?? ""] = value["val"]?.integer(UInt32.self)
            }
            return names
        }
        throw KernelError("find \(enumeration)", .said("\(object) has no such enum"))
    }
}
