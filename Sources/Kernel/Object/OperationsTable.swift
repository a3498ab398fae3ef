// SPDX-License-Identifier: Apache-2.0

/// A struct_ops map of an object: a filled structure of the kernel's.
public struct OperationsTable: Sendable {
    /// The C variable's name.
    public let name: String
    /// The structure: `tcp_congestion_ops`.
    public let structName: String
    /// Declared for a link (`.struct_ops.link`), so that it can be swapped.
    public let isLinked: Bool
    /// Member name to the name of the program that fills it.
    public let operations: [(member: String, program: String)]

    /// The structure in the object's BTF, and its bytes.
    let type: BTF.ID
    let bytes: [UInt8]

    /// The kernel's own name for the registration, from the member that holds it.
    public let registeredName: String?
    /// Which member holds it: `name`, or `id` for a queueing discipline.
    let nameMember: (offset: Int, size: Int)?

    public func fills(_ member: String) -> Bool {
        operations.contains { $0.member == member }
    }
}

extension Object {
    static func readTables(
        _ elf: ElfImage, _ types: BTF, _ attempt: String
    ) throws(KernelError) -> [OperationsTable] {
        var tables: [OperationsTable] = []
        for (index, section) in elf.sections.enumerated() {
            let plain =
                section.name.hasPrefix("?") ? String(section.name.dropFirst()) : section.name
            guard plain == ".struct_ops" || plain == ".struct_ops.link",
                let datasec = types.dataSection(named: section.name)
            else { continue }
            let relocations = try elf.relocations(of: index, attempt: attempt)
            for position in 0..<types.record(datasec).count {
                let variable = types.record(datasec).variable(position).type
                let name = types.name(variable)
                let type = types.resolve(types.record(variable).target)
                guard types.kind(type) == .structure, let size = types.size(type),
                    let symbol = elf.symbols.first(where: {
                        $0.name == name && $0.section == index
                    }), symbol.value + size <= elf.content(section).count
                else {
                    throw KernelError(attempt, .said("the table \"\(name)\" is damaged"))
                }
                let range = symbol.value..<symbol.value + size
                let inside = relocations.filter { range.contains($0.offset) }
                tables.append(
                    OperationsTable(
                        name: name, type: type, isLinked: plain == ".struct_ops.link",
                        bytes: [UInt8](elf.content(section)[range]),
                        operations: try operations(inside, range, type, elf, types, attempt),
                        types: types))
            }
        }
        return tables
    }

    private static func operations(
        _ relocations: [ElfImage.Relocation], _ range: Range<Int>, _ type: BTF.ID,
        _ elf: ElfImage, _ types: BTF, _ attempt: String
    ) throws(KernelError) -> [(member: String, program: String)] {
        var found: [(member: String, program: String)] = []
        let record = types.record(type)
        for relocation in relocations {
            let symbol = elf.symbols[relocation.symbol]
            let bit = (relocation.offset - range.lowerBound) * 8
            guard
                let member = (0..<record.count).map({ record.member($0) }).first(where: {
                    $0.bitOffset == bit
                })
            else { throw KernelError(attempt, .said("an operation lies between two members")) }
            guard symbol.kind == ElfImage.Symbol.function else {
                let name = types.name(at: member.nameOffset)
                throw KernelError(attempt, .said("\"\(name)\" is filled with no program"))
            }
            found.append((types.name(at: member.nameOffset), symbol.name))
        }
        return found
    }
}

extension OperationsTable {
    fileprivate init(
        name: String, type: BTF.ID, isLinked: Bool, bytes: [UInt8],
        operations: [(member: String, program: String)], types: BTF
    ) {
        self.name = name
        self.type = type
        self.isLinked = isLinked
        self.bytes = bytes
        self.operations = operations
        structName = BTF.withoutFlavour(types.name(type))
        var naming: (offset: Int, size: Int)?
        for candidate in ["name", "id"] where naming == nil {
            guard let member = types.member(candidate, of: type) else { continue }
            let record = types.record(types.resolve(member.type))
            // A damaged object may say that it lies outside.
            let isInside =
                record.arrayCount > 0 && record.arrayCount <= bytes.count
                && member.bitOffset / 8 <= bytes.count - record.arrayCount
            if record.kind == .array, isInside,
                types.record(types.resolve(record.arrayElement)).isChar
            {
                naming = (member.bitOffset / 8, record.arrayCount)
            }
        }
        nameMember = naming
        registeredName = naming.map {
            let field = bytes[$0.offset..<min($0.offset + $0.size, bytes.count)]
            return String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// How many bytes a registered name may have; nil where the structure has none.
    public var longestName: Int? { nameMember.map { $0.size - 1 } }
}

extension BTF {
    /// `tcp_sock___old` speaks of `tcp_sock`: what follows three underscores is a flavour.
    static func withoutFlavour(_ name: String) -> String {
        let letters = Array(name.utf8)
        guard letters.count > 4 else { return name }
        for at in stride(from: letters.count - 5, through: 0, by: -1)
        where letters[at] != 95 && letters[at + 1] == 95 && letters[at + 2] == 95
            && letters[at + 3] == 95 && letters[at + 4] != 95
        {
            return String(decoding: letters[...at], as: UTF8.self)
        }
        return name
    }
}

extension OperationsTable {
    /// The number that a member is set to; nil where there is no such member, or it is no number.
    public func number(_ member: String, in object: Object) -> UInt64? {
        guard let place = object.types.member(member, of: type), place.bitSize == 0,
            let size = object.types.size(place.type), [1, 2, 4, 8].contains(size),
            place.bitOffset / 8 + size <= bytes.count
        else { return nil }
        return bytes[place.bitOffset / 8..<place.bitOffset / 8 + size].reversed()
            .reduce(0) { $0 << 8 | UInt64($1) }
    }
}
