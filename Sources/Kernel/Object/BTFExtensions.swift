// SPDX-License-Identifier: Apache-2.0

/// What `.BTF.ext` says of each instruction: functions, source lines, relocations.
struct BTFExtensions: Sendable {
    /// Records of one kind for one section of code, each `size` bytes long and
    /// beginning with the byte offset of its instruction.
    struct Block: Sendable {
        let size: Int
        let records: [UInt8]

        var count: Int { size == 0 ? 0 : records.count / size }

        func word(_ record: Int, _ index: Int) -> UInt32 {
            records.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: record * size + index * 4, as: UInt32.self)
            }
        }
    }

    /// A field, type or value whose place in the kernel has to be looked up.
    struct CoreRelocation: Sendable {
        let instructionOffset: Int
        let type: BTF.ID
        let access: String
        let kind: UInt32
    }

    private(set) var functions: [String: Block] = [:]
    private(set) var lines: [String: Block] = [:]
    private(set) var core: [String: [CoreRelocation]] = [:]

    init(_ elf: ElfImage, _ types: BTF, attempt: String) throws(KernelError) {
        guard let index = elf.section(named: ".BTF.ext") else { return }
        let content = Bytes(copying: elf.content(elf.sections[index]))
        let damaged = KernelError(attempt, .said("its .BTF.ext is damaged"))
        guard content.load(0, as: UInt16.self) == 0xEB9F,
            let header = content.load(4, as: UInt32.self)
        else { throw damaged }
        func part(_ field: Int) throws(KernelError) -> [String: Block] {
            // The relocations' fields are missing in an old compiler's header.
            guard field + 8 <= Int(header) else { return [:] }
            guard let at = content.load(field, as: UInt32.self),
                let size = content.load(field + 4, as: UInt32.self),
                let slice = content.slice(Int(header) + Int(at), count: Int(size)),
                let blocks = BTFExtensions.blocks(slice, types)
            else { throw damaged }
            return blocks
        }
        functions = try part(8)
        lines = try part(16)
        for (section, block) in try part(24) {
            guard block.size >= 16 else { throw damaged }
            core[section] = (0..<block.count).map { record in
                CoreRelocation(
                    instructionOffset: Int(block.word(record, 0)), type: block.word(record, 1),
                    access: types.name(at: block.word(record, 2)), kind: block.word(record, 3))
            }
        }
    }

    /// A part is the size of its records, then per section: name, number, records.
    private static func blocks(
        _ part: UnsafeRawBufferPointer, _ types: BTF
    ) -> [String: Block]? {
        guard !part.isEmpty else { return [:] }
        guard part.count >= 4 else { return nil }
        let size = Int(part.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
        guard size >= 8, size <= 256 else { return nil }
        var blocks: [String: Block] = [:]
        var at = 4
        while at + 8 <= part.count {
            let name = part.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            let number = Int(part.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
            at += 8
            guard number <= part.count / size, at + number * size <= part.count else { return nil }
            blocks[types.name(at: name)] = Block(
                size: size, records: [UInt8](part[at..<at + number * size]))
            at += number * size
        }
        return at == part.count ? blocks : nil
    }
}
