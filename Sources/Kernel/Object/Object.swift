// SPDX-License-Identifier: Apache-2.0

/// A BPF object as read from its file: the same value on every machine.
///
/// Reading needs no root and asks the kernel nothing. What depends on the
/// running kernel (offsets, type numbers, function numbers) waits for `Loader`.
public struct Object: Sendable {
    /// The file's name without `.bpf.o` or `.o`.
    public let name: String
    /// SHA-256 of the file.
    public let digest: Digest
    public let license: String
    public let programs: [Program]
    public let maps: [MapDefinition]
    public let globals: [Global]
    public let tables: [OperationsTable]
    public let externs: [Extern]
    public let types: BTF

    let elf: ElfImage
    let sections: DataSections
    let extensions: BTFExtensions
    let tags: [BTF.ID: [String]]

    public init(file path: String) throws(KernelError) {
        try self.init(Bytes(file: path), name: Object.name(ofFile: path), path: path)
    }

    public init(_ bytes: Bytes, name: String, path: String? = nil) throws(KernelError) {
        let attempt = "read \(path ?? name)"
        let elf = try ElfImage(bytes, attempt: attempt)
        guard let typeSection = elf.section(named: ".BTF") else {
            throw KernelError(attempt, .said("it has no type information (compile it with -g)"))
        }
        let types = try BTF(
            Bytes(copying: elf.content(elf.sections[typeSection])), attempt: attempt)
        let tags = types.declarationTags()
        self.name = name
        self.elf = elf
        self.types = types
        self.tags = tags
        digest = Digest(of: bytes.raw)
        license =
            elf.section(named: "license").map { elf.content(elf.sections[$0]).text(at: 0) } ?? ""
        sections = DataSections(elf)
        extensions = try BTFExtensions(elf, types, attempt: attempt)
        programs = try Object.readPrograms(elf, attempt)
        maps = try Object.readMaps(elf, types, tags, attempt)
        globals = Object.readGlobals(elf, types, tags, sections)
        tables = try Object.readTables(elf, types, attempt)
        externs = Object.readExterns(elf, types)
        guard !programs.isEmpty || !tables.isEmpty else {
            throw KernelError(attempt, .said("it holds no program"))
        }
    }

    /// `congestion/cubic.bpf.o` is `cubic`.
    public static func name(ofFile path: String) -> String {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        for suffix in [".o", ".c", ".bpf"] where name.hasSuffix(suffix) {
            name.removeLast(suffix.count)
        }
        return name
    }

    /// The file, byte for byte.
    public var content: [UInt8] { [UInt8](elf.bytes.raw) }

    /// The words that the object states about itself: `bpf_metadata_version` and its like.
    public var metadata: [(key: String, value: String)] {
        let prefix = "bpf_metadata_"
        return globals.filter { $0.name.hasPrefix(prefix) }.map {
            (String($0.name.dropFirst(prefix.count)), $0.initial.text(in: types))
        }
    }

    /// Constants that can be set before load.
    public var knobs: [Global] {
        globals.filter { $0.isConstant && !$0.name.hasPrefix("bpf_metadata_") && $0.isVolatile }
    }

    /// Variables that can be turned while the extension runs.
    public var liveVariables: [Global] {
        globals.filter { !$0.isConstant && $0.meaning != nil }
    }

    /// What the object counts, for people to read.
    public var counters: [Global] {
        globals.filter { !$0.isConstant && $0.meaning == nil && $0.isVolatile }
    }
}

extension Object {
    /// The kernel structures whose fields it reads, for people.
    public var kernelTypes: [String] {
        let roots = extensions.core.values.joined().map {
            BTF.withoutFlavour(types.name($0.type))
        }
        return Set(roots).filter { !$0.isEmpty }.sorted()
    }
}
