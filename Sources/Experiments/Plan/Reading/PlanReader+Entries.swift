// SPDX-License-Identifier: Apache-2.0
import YAML

extension PlanReader {
    /// One entry: its name with what was swept, and as it was written.
    typealias Entry = (name: String, written: String, node: Node)

    /// The entries of one kind (arms, paths, loads), their sweeps multiplied out.
    mutating func entries(
        _ kind: String, except isValue: ([String]) -> Bool = { _ in false }
    ) -> [Entry] {
        guard let node = root[kind] else {
            complain(kind, "there are none", at: nil)
            return []
        }
        guard let members = node.mapping else {
            complain(kind, "\(node.kind) stands where a mapping is awaited", at: node.place)
            return []
        }
        if members.isEmpty { complain(kind, "there are none", at: node.place) }
        var entries: [Entry] = []
        for member in members {
            let field = "\(kind).\(member.key)"
            if let words = PlanReader.flaw(ofName: member.key) {
                complain(field, words, at: member.keyPlace)
            }
            let sweep = Sweep(of: member.value, except: isValue)
            if let empty = sweep.emptyList {
                complain("\(field).\(empty.label)", "an empty list", at: empty.node.place)
            } else if let count = sweep.count, entries.count + count <= Sweep.most {
                for entry in sweep.entries(member.key, member.value) {
                    if entries.contains(where: { $0.name == entry.name }) {
                        complain(field, "\"\(entry.name)\" is named twice", at: member.keyPlace)
                    } else {
                        entries.append((entry.name, member.key, entry.node))
                    }
                }
            } else {
                complain(
                    field, "with it there are more than \(Sweep.most) \(kind)",
                    at: member.keyPlace)
            }
        }
        return entries
    }

    /// Commas separate names in lists of them; what cannot be seen in a report is no name.
    private static func flaw(ofName name: String) -> String? {
        guard let first = name.first, let last = name.last else { return "an empty name" }
        if first == " " || last == " " { return "a name begins and ends with a letter" }
        if name.count > 60 { return "a name has at most 60 letters" }
        let bad = name.unicodeScalars.first {
            $0 == ","
                || [.control, .format, .lineSeparator, .paragraphSeparator].contains(
                    $0.properties.generalCategory)
        }
        guard let bad else { return nil }
        return bad == "," ? "a name has no comma" : "a name has no such letters"
    }

    /// Where nothing is sent nobody needs a path, and one stands for none.
    mutating func paths(for loads: [Plan.Named<Load>]) -> [Plan.Named<Path>] {
        var paths: [Plan.Named<Path>] = []
        if root["paths"] == nil, !loads.isEmpty,
            loads.allSatisfy({ $0.value.parts.isEmpty && !$0.value.tasks.isEmpty })
        {
            return [.init("here", .direct)]
        }
        for (name, _, node) in entries("paths") {
            // Nothing but a cable: as a word of the command line, too.
            if node.scalar == "direct" {
                paths.append(.init(name, .direct))
                continue
            }
            var fields = Fields(node, known: Path.fieldNames, under: "paths.\(name)")
            paths.append(.init(name, Path(reading: &fields)))
            complaints += fields.complaints
        }
        return paths
    }
}
