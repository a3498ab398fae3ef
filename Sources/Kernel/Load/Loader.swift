// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// Loads an object into the running kernel: types, maps, programs, tables.
///
/// All or nothing: what was made before a refusal goes with the values that
/// hold it.
struct Loader {
    let object: Object
    let kernel: RunningKernel
    let settings: LoadSettings
    private let found: [String: [BTF.ID]]
    private var attempt: String { "load \(object.name)" }

    init(_ object: Object, _ kernel: RunningKernel, _ settings: LoadSettings) {
        self.object = object
        self.kernel = kernel
        self.settings = settings
        found = kernel.types.find(object.kernelNames)
    }

    func load() throws(KernelError) -> Loaded {
        let layouts = try layoutTables()
        let externs = try resolveExterns()
        let types = try ObjectTypes(object).load(object.name)
        return try load(layouts, externs, types)
    }

    /// With the object's types in the kernel. A function of its own because the
    /// optimiser of Swift 6.0 loses its way when one owns and borrows them.
    private func load(
        _ layouts: [String: TableLayout], _ externs: [String: CodeLinker.Targets.Resolved],
        _ types: borrowing Descriptor
    ) throws(KernelError) -> Loaded {
        var maps: [String: Map] = [:]
        var targets = CodeLinker.Targets()
        targets.externs = externs
        let configuration = try ConfigurationSection(of: object)
        if !configuration.content.isEmpty {
            let map = try createConstant(".kconfig", configuration.content)
            maps[".kconfig"] = map
            for (name, offset) in configuration.offsets {
                targets.externs[name] = .value(map.descriptor.raw, offset)
            }
        }
        for definition in object.maps {
            let shared = settings.shared[definition.name]
            let map = if let shared { shared } else { try create(definition, types.raw) }
            maps[definition.name] = map
            targets.maps[definition.offset] = map.descriptor.raw
        }
        for section in object.sections.all {
            let map = try createData(section, types.raw)
            maps[section.name] = map
            targets.data[section.index] = map.descriptor.raw
        }
        let linker = try CodeLinker(
            object, targets: targets,
            core: CoreResolver(local: object.types, kernel: kernel.types, candidates: found),
            attempt: attempt)
        let programs = try loadPrograms(linker, layouts, types.raw)
        var tables: [String: Map] = [:]
        for table in object.tables {
            guard let layout = layouts[table.name] else { continue }
            tables[table.name] = try createTable(table, layout, types.raw)
        }
        return Loaded(
            object: object, maps: maps, programs: programs, tables: tables,
            values: layouts.mapValues { layout in
                layout.filled { programs[$0]?.descriptor.raw }
            })
    }

    // MARK: Before anything is in the kernel

    private func layoutTables() throws(KernelError) -> [String: TableLayout] {
        var layouts: [String: TableLayout] = [:]
        for table in object.tables {
            guard let type = StructOpsType(table.structName, kernel.types, found) else {
                throw KernelError(
                    attempt, .lacks("this kernel has no hook \"\(table.structName)\""))
            }
            layouts[table.name] = try TableLayout(
                table, of: object, in: kernel.types, as: type, name: settings.names[table.name])
        }
        return layouts
    }

    private func resolveExterns() throws(KernelError) -> [String: CodeLinker.Targets.Resolved] {
        var resolved: [String: CodeLinker.Targets.Resolved] = [:]
        for extern in object.externs {
            resolved[extern.name] = try resolve(extern)
        }
        return resolved
    }

    private func resolve(_ extern: Extern) throws(KernelError) -> CodeLinker.Targets.Resolved {
        let ids = found[extern.kernelName]
        switch extern.kind {
        case .function:
            if let id = kernel.types.first(ids, of: .function) { return .function(id) }
        case .variable:
            if let id = kernel.types.first(ids, of: .variable) { return .variable(id) }
        case .address:
            if let address = try KernelSymbols.address(of: extern.kernelName) {
                return .number(address)
            }
        case .configuration: return .missing  // until its map is made
        }
        guard extern.isWeak else {
            let what = extern.kind == .function ? "function" : "symbol"
            throw KernelError(
                attempt, .lacks("this kernel has no \(what) \"\(extern.kernelName)\" for BPF"))
        }
        return .missing
    }

    // MARK: Maps

    private func create(_ definition: MapDefinition, _ types: Int32) throws(KernelError) -> Map {
        var options = bpf_map_create_opts()
        options.sz = MemoryLayout<bpf_map_create_opts>.size
        options.map_flags = definition.flags
        options.map_extra = definition.extra
        options.numa_node = definition.numaNode
        if isDescribed(definition) {
            options.btf_fd = UInt32(types)
            options.btf_key_type_id = definition.keyType
            options.btf_value_type_id = definition.valueType
        }
        var entries = definition.maxEntries
        if entries == 0, definition.type == Map.perfEventArray {
            entries = UInt32(Processors.online)
        }
        return try Map(
            creating: definition.name, type: definition.type, keySize: definition.keySize,
            valueSize: definition.valueSize, maxEntries: entries, &options)
    }

    /// Whether the kernel takes the types of a map's key and value. Of an array's
    /// key it wants a plain integer: one that is an enum is described by the object alone.
    private func isDescribed(_ definition: MapDefinition) -> Bool {
        if Map.arrays.contains(definition.type),
            object.types.kind(object.types.resolve(definition.keyType)) != .int
        {
            return false
        }
        return !Map.typesWithoutBTF.contains(definition.type)
    }

    private func createConstant(_ name: String, _ content: [UInt8]) throws(KernelError) -> Map {
        var options = bpf_map_create_opts()
        options.sz = MemoryLayout<bpf_map_create_opts>.size
        options.map_flags = Map.readOnlyForPrograms
        let map = try Map(
            creating: DataSections.mapName(name, inObject: object.name), type: Map.array,
            keySize: 4,
            valueSize: UInt32(content.count), maxEntries: 1, &options)
        try map.update(key: [0, 0, 0, 0], value: content)
        try map.freeze()
        return map
    }

    private func createData(_ section: DataSections.Section, _ types: Int32) throws(KernelError)
        -> Map
    {
        var options = bpf_map_create_opts()
        options.sz = MemoryLayout<bpf_map_create_opts>.size
        options.map_flags = section.isConstant ? Map.readOnlyForPrograms : Map.mappable
        if let datasec = object.types.dataSection(named: section.name) {
            options.btf_fd = UInt32(types)
            options.btf_value_type_id = datasec
        }
        let map = try Map(
            creating: section.mapName(inObject: object.name), type: Map.array, keySize: 4,
            valueSize: UInt32(section.size), maxEntries: 1, &options)
        var content = [UInt8](object.elf.content(object.elf.sections[section.index]))
        if content.isEmpty { content = [UInt8](repeating: 0, count: section.size) }
        for global in object.globals where global.sectionIndex == section.index {
            guard let value = settings.globals[global.name] else { continue }
            content.replaceSubrange(global.offset..<global.offset + global.size, with: value.bytes)
        }
        try map.update(key: [0, 0, 0, 0], value: content)
        if section.isConstant { try map.freeze() }
        return map
    }

    private func createTable(
        _ table: OperationsTable, _ layout: TableLayout, _ types: Int32
    ) throws(KernelError) -> Map {
        var options = bpf_map_create_opts()
        options.sz = MemoryLayout<bpf_map_create_opts>.size
        // The type is the kernel's; the object's own types must be named all the same.
        options.btf_fd = UInt32(types)
        options.btf_vmlinux_value_type_id = layout.kernelType.valueID
        if table.isLinked, !settings.withoutLinks, kernel.offersLinks {
            options.map_flags = Map.linkFlag
        }
        return try Map(
            creating: table.name, type: Map.structOps, keySize: 4,
            valueSize: UInt32(layout.value.count), maxEntries: 1, &options)
    }

    // MARK: Programs

    private func loadPrograms(
        _ linker: CodeLinker, _ layouts: [String: TableLayout], _ types: Int32
    ) throws(KernelError) -> [String: Program] {
        var programs: [String: Program] = [:]
        let places = places(in: layouts)
        for program in object.programs {
            if let wanted = settings.programs, !wanted.contains(program.name) { continue }
            var place = ProgramLoad.Place(
                type: program.kind.type, attachType: program.kind.attachType)
            if program.kind.isStructOps {
                guard let found = places[program.name] else {
                    if program.isOptional { continue }
                    throw KernelError(
                        attempt, .said("no operations table uses the program \"\(program.name)\""))
                }
                place = found
            } else if let target = program.kind.target {
                guard
                    let id = kernel.types.first(
                        found[target.name], of: target.isTypedef ? .typedef : .function)
                else {
                    throw KernelError(
                        attempt, .lacks("this kernel has no \"\(program.section)\""))
                }
                place.target = id
            }
            guard program.kind.isKnown else {
                throw KernelError(
                    attempt, .said("a program of unknown kind: section \"\(program.section)\""))
            }
            place.isSleepable = program.kind.isSleepable
            programs[program.name] = try ProgramLoad(
                program: program, place: place, linked: linker.link(program), linker: linker,
                types: types
            ).load(attempt)
        }
        return programs
    }

    /// For which structure and member each struct_ops program is loaded.
    private func places(in layouts: [String: TableLayout]) -> [String: ProgramLoad.Place] {
        var places: [String: ProgramLoad.Place] = [:]
        for layout in layouts.values {
            for slot in layout.slots {
                var place = ProgramLoad.Place(
                    type: ProgramKind.structOps, attachType: UInt32(slot.member))
                place.target = layout.kernelType.id
                places[slot.program] = place
            }
        }
        return places
    }
}

extension Object {
    /// Every name of the kernel's that loading will ask for.
    fileprivate var kernelNames: Set<String> {
        var names: Set<String> = []
        for relocation in extensions.core.values.joined() {
            names.insert(BTF.withoutFlavour(types.name(relocation.type)))
        }
        for table in tables {
            names.insert(table.structName)
            names.insert(StructOpsType.wrapper(table.structName))
        }
        for extern in externs { names.insert(extern.kernelName) }
        for program in programs {
            if let target = program.kind.target { names.insert(target.name) }
        }
        return names
    }
}
