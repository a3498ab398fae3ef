// SPDX-License-Identifier: Apache-2.0

/// The sections, symbols and relocations of a 64-bit little-endian ELF file.
///
/// Everything that the file claims is checked against its length before it is
/// believed: an object comes from a stranger.
struct ElfImage: Sendable {
    struct Section: Sendable {
        let name: String
        let type: UInt32
        let flags: UInt64
        let offset: Int
        let size: Int
        let link: Int
        let info: Int

        static let symbolTable: UInt32 = 2
        static let relocationTable: UInt32 = 9
        static let withoutContent: UInt32 = 8  // SHT_NOBITS: .bss

        var isCode: Bool { flags & 4 != 0 && type != Section.withoutContent }
    }

    struct Symbol: Sendable {
        let name: String
        let kind: UInt8
        let binding: UInt8
        let visibility: UInt8
        let section: Int
        let value: Int
        let size: Int

        static let function: UInt8 = 2
        static let sectionKind: UInt8 = 3
        static let weak: UInt8 = 2

        var isUndefined: Bool { section == 0 }
        /// Hidden or internal: not to be verified on its own.
        var isHidden: Bool { visibility == 1 || visibility == 2 }
    }

    struct Relocation: Sendable {
        let offset: Int
        let type: UInt32
        let symbol: Int
    }

    let bytes: Bytes
    let sections: [Section]
    let symbols: [Symbol]

    /// Reads the tables of the file; `attempt` names it in a refusal.
    init(_ bytes: Bytes, attempt: String) throws(KernelError) {
        self.bytes = bytes
        try ElfImage.checkHeader(bytes, attempt)
        sections = try ElfImage.readSections(bytes, attempt)
        symbols = try ElfImage.readSymbols(bytes, sections, attempt)
    }

    /// The content of a section; empty for `.bss` and its like.
    func content(_ section: Section) -> UnsafeRawBufferPointer {
        guard section.type != Section.withoutContent else { return .init(start: nil, count: 0) }
        // In bounds: readSections checked it.
        return bytes.slice(section.offset, count: section.size) ?? .init(start: nil, count: 0)
    }

    func section(named name: String) -> Int? {
        sections.firstIndex { $0.name == name }
    }

    /// The relocations that apply to the section with this index.
    func relocations(of index: Int, attempt: String) throws(KernelError) -> [Relocation] {
        var found: [Relocation] = []
        for table in sections where table.type == Section.relocationTable && table.info == index {
            let content = content(table)
            for at in stride(from: 0, to: content.count - 15, by: 16) {
                let info = content.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
                let offset = content.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                guard info >> 32 < UInt64(symbols.count), offset < UInt64(bytes.count) else {
                    throw KernelError(attempt, .said("a relocation points outside of the file"))
                }
                found.append(
                    Relocation(
                        offset: Int(offset), type: UInt32(truncatingIfNeeded: info),
                        symbol: Int(info >> 32)))
            }
        }
        return found
    }
}

extension ElfImage {
    private static let bpf: UInt16 = 247

    private static func checkHeader(_ bytes: Bytes, _ attempt: String) throws(KernelError) {
        guard bytes.load(0, as: UInt32.self)?.littleEndian == 0x464C_457F else {
            throw KernelError(attempt, .said("not an ELF file"))
        }
        guard bytes.count >= 64 else { throw cutShort(attempt) }
        guard bytes.raw[4] == 2, bytes.raw[5] == 1 else {
            throw KernelError(
                attempt, .said("built for another machine: a 64-bit little-endian object is needed")
            )
        }
        guard bytes.load(18, as: UInt16.self) == bpf else {
            throw KernelError(attempt, .said("an ELF file, but not a BPF object"))
        }
    }

    private static func readSections(
        _ bytes: Bytes, _ attempt: String
    ) throws(KernelError) -> [Section] {
        guard let start = bytes.load(40, as: UInt64.self).flatMap({ Int(exactly: $0) }),
            let entry = bytes.load(58, as: UInt16.self), entry == 64,
            let number = bytes.load(60, as: UInt16.self),
            let names = bytes.load(62, as: UInt16.self),
            bytes.slice(start, count: Int(number) * 64) != nil
        else { throw cutShort(attempt) }
        let headers = (0..<Int(number)).map { SectionHeader(bytes, at: start + $0 * 64) }
        guard Int(names) < headers.count else { throw cutShort(attempt) }
        let nameTable = headers[Int(names)]
        var sections: [Section] = []
        for header in headers {
            let hasContent = header.type != Section.withoutContent
            guard let offset = Int(exactly: header.offset), let size = Int(exactly: header.size),
                size < 1 << 30,
                !hasContent || bytes.slice(offset, count: size) != nil,
                let nameOffset = Int(exactly: nameTable.offset)
            else { throw cutShort(attempt) }
            let name =
                nameOffset < bytes.count ? bytes.raw.text(at: nameOffset + Int(header.name)) : ""
            sections.append(
                Section(
                    name: name, type: header.type, flags: header.flags,
                    offset: offset, size: size, link: Int(header.link), info: Int(header.info)))
        }
        return sections
    }

    private static func readSymbols(
        _ bytes: Bytes, _ sections: [Section], _ attempt: String
    ) throws(KernelError) -> [Symbol] {
        guard let table = sections.first(where: { $0.type == Section.symbolTable }) else {
            throw KernelError(attempt, .said("it has no symbols"))
        }
        guard table.link < sections.count, table.type != Section.withoutContent,
            let content = bytes.slice(table.offset, count: table.size)
        else { throw cutShort(attempt) }
        let names = sections[table.link]
        var symbols: [Symbol] = []
        symbols.reserveCapacity(content.count / 24)
        for at in stride(from: 0, to: content.count - 23, by: 24) {
            let nameOffset = content.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            let section = Int(content.loadUnaligned(fromByteOffset: at + 6, as: UInt16.self))
            let value = content.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
            let size = content.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
            guard value < 1 << 30, size < 1 << 30 else { throw cutShort(attempt) }
            symbols.append(
                Symbol(
                    name: bytes.raw.text(at: names.offset + Int(nameOffset)),
                    kind: content[at + 4] & 15, binding: content[at + 4] >> 4,
                    visibility: content[at + 5] & 3, section: section,
                    value: Int(value), size: Int(size)))
        }
        return symbols
    }

    private static func cutShort(_ attempt: String) -> KernelError {
        KernelError(attempt, .said("the file is cut short or damaged"))
    }

    private struct SectionHeader {
        let name: UInt32, type: UInt32, flags: UInt64, offset: UInt64, size: UInt64
        let link: UInt32, info: UInt32

        /// `at` lies inside the file: the whole table was checked.
        init(_ bytes: Bytes, at: Int) {
            func load<T: BitwiseCopyable>(_ field: Int) -> T {
                bytes.raw.loadUnaligned(fromByteOffset: at + field, as: T.self)
            }
            name = load(0)
            type = load(4)
            flags = load(8)
            offset = load(24)
            size = load(32)
            link = load(40)
            info = load(44)
        }
    }
}
