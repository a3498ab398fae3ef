// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// An object as `graft inspect` shows it.
struct Inspection: Shown {
    let object: Object

    init(_ object: Object) { self.object = object }

    var text: String {
        var parts = [head]
        let hooked = Set(object.fillings.map(\.name))
        parts.append(section("hooks", object.fillings.map(hook)))
        let lone = object.programs.filter { !$0.kind.isStructOps && !hooked.contains($0.name) }
        parts.append(section("programs", lone.map { "\($0.section): \($0.name)" }))
        parts.append(section("knobs (set before load)", object.knobs.map(knob)))
        parts.append(section("live variables", object.liveVariables.map(knob)))
        parts.append(section("counters", object.counters.map(\.name)))
        parts.append(section("maps", object.maps.map(map)))
        parts.append(section("needs of the kernel", needs))
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var head: String {
        var line = object.name
        for (key, value) in object.metadata where key == "version" { line += " \(value)" }
        line += "  sha256 \(object.digest.short)  licence \(object.license)"
        for (key, value) in object.metadata where key != "version" {
            line += "\n  \(key): \(value)"
        }
        return line
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "\(title)\n" + lines.map { "  " + $0 }.joined(separator: "\n")
    }

    private func hook(_ filling: Filling) -> String {
        guard let table = filling.table else {
            return "\(filling.hook.id): \(filling.name)"
        }
        let name = table.registeredName.map { " as \"\($0)\"" } ?? ""
        let link = table.isLinked ? "" : ", without a link"
        let operations = table.operations.map(\.member).joined(separator: ", ")
        return "\(table.structName)\(name)\(link): \(operations)"
    }

    private func knob(_ global: Global) -> String {
        var line = "\(global.name): \(global.typeName) = \(global.initial.text(in: object.types))"
        if let range = global.range { line += "  (\(range.lowerBound) to \(range.upperBound))" }
        if let meaning = global.meaning { line += "\n      \(meaning)" }
        return line
    }

    private func map(_ map: MapDefinition) -> String {
        let carried = map.isCarried ? ", carried across swaps" : ""
        return "\(map.name): \(map.typeName), key \(map.keySize), value \(map.valueSize)\(carried)"
    }

    private var needs: [String] {
        let structures = Set(object.tables.map(\.structName)).sorted().map { "type \($0)" }
        let functions = object.externs.map { extern in
            let kind = extern.kind == .function ? "function" : "symbol"
            return "\(kind) \(extern.kernelName)\(extern.isWeak ? " (can do without)" : "")"
        }
        let types = object.kernelTypes.map { "fields of \($0)" }
        return structures + functions + types
    }
}

extension Inspection {
    var json: JSON {
        [
            "name": JSON(object.name), "sha256": JSON(object.digest.hexadecimal),
            "license": JSON(object.license),
            "metadata": .object(
                JSON.Object(object.metadata.map { (key: $0.key, value: JSON($0.value)) })),
            "hooks": .array(object.fillings.map(json)),
            "programs": .array(
                object.programs.map { ["name": JSON($0.name), "section": JSON($0.section)] }),
            "knobs": .array(object.knobs.map(json)),
            "live": .array(object.liveVariables.map(json)),
            "counters": JSON(object.counters.map(\.name)),
            "maps": .array(object.maps.map(json)),
            "needs": .array(
                object.externs.map {
                    [
                        "name": JSON($0.kernelName), "kind": JSON("\($0.kind)"),
                        "optional": JSON($0.isWeak),
                    ]
                }),
            "types": JSON(object.kernelTypes),
        ]
    }

    private func json(_ filling: Filling) -> JSON {
        guard let table = filling.table else {
            return ["type": JSON(filling.hook.id), "program": JSON(filling.name)]
        }
        return [
            "type": JSON(table.structName), "table": JSON(table.name),
            "name": JSON(table.registeredName), "linked": JSON(table.isLinked),
            "operations": .object(
                JSON.Object(table.operations.map { (key: $0.member, value: JSON($0.program)) })),
        ]
    }

    private func json(_ global: Global) -> JSON {
        [
            "name": JSON(global.name), "type": JSON(global.typeName),
            "default": JSON(global.initial.text(in: object.types)),
            "meaning": JSON(global.meaning),
            "range": global.range.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
        ]
    }

    private func json(_ map: MapDefinition) -> JSON {
        [
            "name": JSON(map.name), "type": JSON(map.typeName), "key_size": JSON(map.keySize),
            "value_size": JSON(map.valueSize), "max_entries": JSON(map.maxEntries),
            "carried": JSON(map.isCarried),
        ]
    }
}
