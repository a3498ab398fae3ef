// SPDX-License-Identifier: Apache-2.0

/// A map that an object declares in its `.maps` section.
public struct MapDefinition: Sendable {
    public let name: String
    public var type: UInt32 = 0
    public var keySize: UInt32 = 0
    public var valueSize: UInt32 = 0
    public var maxEntries: UInt32 = 0
    public var flags: UInt32 = 0
    /// Both versions of a swap share this map: it carries state across.
    public let isCarried: Bool

    var keyType: BTF.ID = 0
    var valueType: BTF.ID = 0
    var extra: UInt64 = 0
    var numaNode: UInt32 = 0
    /// Where its variable lies in `.maps`: what relocations point at.
    let offset: Int

    /// What the kernel calls its types of map, where people meet them.
    public var typeName: String { MapDefinition.name(ofType: type) }

    public static func name(ofType type: UInt32) -> String {
        let names = [
            "unspec", "hash", "array", "prog_array", "perf_event_array", "percpu_hash",
            "percpu_array", "stack_trace", "cgroup_array", "lru_hash", "lru_percpu_hash",
            "lpm_trie", "array_of_maps", "hash_of_maps", "devmap", "sockmap", "cpumap", "xskmap",
            "sockhash", "cgroup_storage", "reuseport_sockarray", "percpu_cgroup_storage",
            "queue", "stack", "sk_storage", "devmap_hash", "struct_ops", "ringbuf",
            "inode_storage", "task_storage", "bloom_filter", "user_ringbuf", "cgrp_storage",
            "arena", "insn_array",
        ]
        return Int(type) < names.count ? names[Int(type)] : "type \(type)"
    }
}

extension Object {
    static func readMaps(
        _ elf: ElfImage, _ types: BTF, _ tags: [BTF.ID: [String]], _ attempt: String
    ) throws(KernelError) -> [MapDefinition] {
        guard let section = types.dataSection(named: ".maps") else { return [] }
        var maps: [MapDefinition] = []
        for index in 0..<types.record(section).count {
            let variable = types.record(section).variable(index).type
            let name = types.name(variable)
            guard let symbol = elf.symbols.first(where: { $0.name == name && $0.section != 0 })
            else { throw KernelError(attempt, .said("map \"\(name)\" has no symbol")) }
            var map = MapDefinition(
                name: name, isCarried: tags[variable]?.contains("graft:carry") ?? false,
                offset: symbol.value)
            let shape = types.resolve(types.record(variable).target)
            for member in 0..<types.record(shape).count {
                try map.take(types.record(shape).member(member), types, attempt)
            }
            maps.append(map)
        }
        return maps
    }
}

extension MapDefinition {
    /// Takes one line of the declaration: `__uint` is an array's length, `__type` a pointer.
    fileprivate mutating func take(
        _ member: BTF.Record.Member, _ types: BTF, _ attempt: String
    ) throws(KernelError) {
        let target = types.record(types.resolve(member.type)).target
        let number = UInt32(
            truncatingIfNeeded: types.record(types.resolve(target)).kind == .array
                ? types.record(types.resolve(target)).arrayCount : 0)
        switch types.name(at: member.nameOffset) {
        case "type": type = number
        case "max_entries": maxEntries = number
        case "map_flags": flags = number
        case "key_size": keySize = number
        case "value_size": valueSize = number
        case "numa_node": numaNode = number
        case "map_extra": extra = UInt64(number)
        case "key":
            keyType = target
            keySize = UInt32(truncatingIfNeeded: types.size(target) ?? 0)
        case "value":
            valueType = target
            valueSize = UInt32(truncatingIfNeeded: types.size(target) ?? 0)
        case "pinning": break  // graft pins by itself, in its own folder
        case let other:
            throw KernelError(attempt, .said("map \"\(name)\" wants \"\(other)\", not known here"))
        }
    }
}
