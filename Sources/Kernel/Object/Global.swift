// SPDX-License-Identifier: Apache-2.0

/// A global variable of an extension: a knob, a live variable or a counter.
public struct Global: Sendable {
    public let name: String
    /// Its type as C writes it: `__u32`, `bool`.
    public let typeName: String
    /// Lies in `.rodata`: set before load or never.
    public let isConstant: Bool
    public let isVolatile: Bool
    /// What its declaration says that it means.
    public let meaning: String?
    /// The values that its declaration allows.
    public let range: ClosedRange<Int64>?
    /// The value in the file.
    public let initial: Value

    let sectionIndex: Int
    let offset: Int
    let size: Int
    let type: BTF.ID

    /// The bytes of a value, with the type that says how to read them.
    public struct Value: Sendable, Equatable {
        public let bytes: [UInt8]
        let type: BTF.ID
    }
}

extension Object {
    static func readGlobals(
        _ elf: ElfImage, _ types: BTF, _ tags: [BTF.ID: [String]], _ sections: DataSections
    ) -> [Global] {
        var globals: [Global] = []
        for section in sections.all {
            guard let datasec = types.dataSection(named: section.name) else { continue }
            let content = elf.content(elf.sections[section.index])
            for index in 0..<types.record(datasec).count {
                let entry = types.record(datasec).variable(index)
                let name = types.name(entry.type)
                let symbol = elf.symbols.first { $0.name == name && $0.section == section.index }
                let offset = symbol?.value ?? entry.offset
                let type = types.record(entry.type).target
                guard let size = types.size(type), offset >= 0, size >= 0,
                    offset <= section.size, size <= section.size - offset
                else { continue }
                let said = Declaration(tags[entry.type] ?? [])
                let bytes =
                    content.isEmpty
                    ? [UInt8](repeating: 0, count: size)
                    : [UInt8](UnsafeRawBufferPointer(rebasing: content[offset..<offset + size]))
                globals.append(
                    Global(
                        name: name, typeName: types.spelling(type),
                        isConstant: section.isConstant, isVolatile: types.isVolatile(type),
                        meaning: said.meaning, range: said.range,
                        initial: Global.Value(bytes: bytes, type: type),
                        sectionIndex: section.index, offset: offset, size: size, type: type))
            }
        }
        return globals
    }

    /// What declaration tags say of a variable.
    private struct Declaration {
        var meaning: String?
        var range: ClosedRange<Int64>?

        init(_ tags: [String]) {
            for tag in tags {
                if tag.hasPrefix("graft:meaning=") {
                    meaning = String(tag.dropFirst("graft:meaning=".count))
                } else if tag.hasPrefix("graft:range=") {
                    range = Declaration.range(tag.dropFirst("graft:range=".count))
                }
            }
        }

        /// `512..1023`
        private static func range(_ text: Substring) -> ClosedRange<Int64>? {
            let dots = text.split(separator: ".", omittingEmptySubsequences: true)
            guard dots.count == 2, let low = Int64(dots[0]), let high = Int64(dots[1]), low <= high
            else { return nil }
            return low...high
        }
    }
}

extension BTF {
    func isVolatile(_ id: ID) -> Bool {
        var id = id
        for _ in 0..<8 {
            let record = record(id)
            switch record.kind {
            case .volatile: return true
            case .const, .restrict, .typeTag: id = record.target
            default: return false
            }
        }
        return false
    }

    /// A type as C writes it, without qualifiers.
    func spelling(_ id: ID, depth: Int = 0) -> String {
        let record = record(id)
        let name = name(at: record.nameOffset)
        guard depth < 8 else { return "?" }
        switch record.kind {
        case .const, .volatile, .restrict, .typeTag:
            return spelling(record.target, depth: depth + 1)
        case .pointer: return spelling(record.target, depth: depth + 1) + " *"
        case .array:
            return spelling(record.arrayElement, depth: depth + 1) + "[\(record.arrayCount)]"
        case .structure: return "struct " + name
        case .union: return "union " + name
        case .enumeration, .enumeration64: return "enum " + name
        case .void: return "void"
        default: return name
        }
    }
}
