// SPDX-License-Identifier: Apache-2.0
import YAML

extension PlanReader {
    private static let ownFields = ["seconds", "time", "parts"]

    mutating func loads() -> [Plan.Named<Load>] {
        var loads: [Plan.Named<Load>] = []
        for (name, written, node) in entries("loads", except: { $0.last == "arms" }) {
            loads.append(.init(name, load(name, written, node)))
        }
        return loads
    }

    /// One part written inline has the load's name; several stand under `parts`.
    private mutating func load(_ name: String, _ written: String, _ node: Node) -> Load {
        let prefix = "loads.\(name)"
        guard let members = node.mapping else {
            complain(prefix, "\(node.kind) stands where a mapping is awaited", at: node.place)
            return Load([], for: .zero)
        }
        let own = members.filter { PlanReader.ownFields.contains($0.key) }
        let rest = members.filter { !PlanReader.ownFields.contains($0.key) }
        var fields = Fields(
            Node(.mapping(own), at: node.place), known: PlanReader.ownFields, nested: ["parts"],
            under: prefix)
        let time = time(&fields)
        var load = Load([], for: time ?? .zero)
        if let parts = node["parts"] {
            if let odd = rest.first {
                complain(
                    "\(prefix).\(odd.key)", "a load with parts has this in its parts",
                    at: odd.keyPlace)
            }
            readParts(of: &load, parts, under: "\(prefix).parts", in: time)
        } else {
            let inline = Node(.mapping(rest), at: node.place)
            readPart(of: &load, written, inline, PlanReader.ownFields, under: prefix, in: time)
        }
        if time != nil, !load.isEmpty {
            for flaw in load.ownFlaws { fields.complain(of: flaw.field, flaw.words) }
        }
        complaints += fields.complaints
        return load
    }

    private func time(_ fields: inout Fields) -> Duration? {
        let seconds = fields.take("seconds", Fields.count)
        let time = fields.take("time") { text throws(Malformed) in try Duration(parsing: text) }
        switch (fields.has("seconds"), fields.has("time")) {
        case (true, true): fields.complain(of: "time", "seconds say so already")
        case (false, false): fields.complain(of: "", "how long? \"seconds: 10\", for instance")
        default: break
        }
        return seconds.map { .seconds($0) } ?? time
    }

    private mutating func readParts(
        of load: inout Load, _ node: Node, under prefix: String, in time: Duration?
    ) {
        guard let members = node.mapping, !members.isEmpty else {
            complain(
                prefix,
                node.mapping == nil
                    ? "\(node.kind) stands where a mapping is awaited" : "there are none",
                at: node.place)
            return
        }
        for member in members {
            let name = "\(prefix).\(member.key)"
            readPart(of: &load, member.key, member.value, [], under: name, in: time)
        }
    }

    /// By its fields it is something that is sent, or something for the processors. `others` may
    /// stand beside them.
    private mutating func readPart(
        of load: inout Load, _ name: String, _ node: Node, _ others: [String],
        under prefix: String, in time: Duration?
    ) {
        var flaws: [(field: String, words: String)] = []
        let isTask = Load.Task.kindNames.contains { node[$0] != nil }
        let known = (isTask ? Load.Task.fieldNames : Load.Part.fieldNames) + others
        var fields = Fields(node.withArmsAsText, known: known, under: prefix)
        if isTask {
            if let task = Load.Task(name, reading: &fields) {
                load.tasks.append(task)
                flaws = time.map(task.flaws) ?? []
            }
        } else if let part = Load.Part(name, reading: &fields) {
            load.parts.append(part)
            flaws = time.map(part.flaws) ?? []
        }
        for flaw in flaws { fields.complain(of: flaw.field, flaw.words) }
        complaints += fields.complaints
    }
}

extension Node {
    /// A list of arms as the words that `Load.Part` reads.
    fileprivate var withArmsAsText: Node {
        guard let members = mapping else { return self }
        return Node(
            .mapping(
                members.map { member in
                    guard member.key == "arms", let names = member.value.sequence,
                        names.allSatisfy({ $0.scalar != nil })
                    else { return member }
                    let text = names.compactMap(\.scalar).joined(separator: ",")
                    return Member(
                        member.key, at: member.keyPlace, Node(.scalar(text), at: member.value.place)
                    )
                }), at: place)
    }
}
