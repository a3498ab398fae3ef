// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A map in the kernel, held by a descriptor.
public final class Map: Sendable {
    let descriptor: Descriptor

    static let array: UInt32 = 2
    static let perfEventArray: UInt32 = 4
    public static let structOps: UInt32 = 26

    static let readOnlyForPrograms: UInt32 = 1 << 7
    static let mappable: UInt32 = 1 << 10
    static let linkFlag: UInt32 = 1 << 13

    /// Plain and per CPU.
    static let arrays: Set<UInt32> = [2, 6]
    /// Types of map whose keys and values the kernel wants undescribed.
    static let typesWithoutBTF: Set<UInt32> = [3, 4, 7, 8, 12, 13, 14, 15, 16, 17, 18, 25, 27]

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    convenience init(
        creating name: String, type: UInt32, keySize: UInt32, valueSize: UInt32,
        maxEntries: UInt32, _ options: inout bpf_map_create_opts
    ) throws(KernelError) {
        let short = String(name.prefix(15))
        let status = bpf_map_create(
            bpf_map_type(rawValue: type), short, keySize, valueSize, maxEntries, &options)
        try KernelError.check(status, "create the map \(name)")
        self.init(Descriptor(owning: status))
    }

    /// The map that is pinned at `path`.
    public convenience init(pinnedAt path: String) throws(KernelError) {
        let status = bpf_obj_get(path)
        try KernelError.check(status, "open \(path)")
        self.init(Descriptor(owning: status))
    }

    /// The map with this number; nil when it has gone.
    public convenience init?(id: UInt32) throws(KernelError) {
        let status = bpf_map_get_fd_by_id(id)
        if status == -ENOENT { return nil }
        try KernelError.check(status, "open map \(id)")
        self.init(Descriptor(owning: status))
    }

    public func update(key: [UInt8], value: [UInt8]) throws(KernelError) {
        let status = key.withUnsafeBytes { key in
            value.withUnsafeBytes {
                bpf_map_update_elem(descriptor.raw, key.baseAddress, $0.baseAddress, 0)
            }
        }
        try KernelError.check(status, "write to a map")
    }

    /// The value under a key; nil where there is none. `size` as `Details.valueBytes` gives it.
    public func value(_ key: [UInt8], size: Int) throws(KernelError) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: size)
        let status = key.withUnsafeBytes { key in
            value.withUnsafeMutableBytes {
                bpf_map_lookup_elem(descriptor.raw, key.baseAddress, $0.baseAddress)
            }
        }
        if status == -ENOENT { return nil }
        try KernelError.check(status, "read from a map")
        return value
    }

    /// Removes a key. Of a struct_ops map without a link, this unregisters it.
    public func delete(key: [UInt8]) throws(KernelError) {
        let status = key.withUnsafeBytes { bpf_map_delete_elem(descriptor.raw, $0.baseAddress) }
        try KernelError.check(status, "delete from a map")
    }

    func freeze() throws(KernelError) {
        try KernelError.check(bpf_map_freeze(descriptor.raw), "freeze a map")
    }

    /// Keeps the map in the kernel under a path in bpffs.
    public func pin(at path: String) throws(KernelError) {
        try KernelError.check(bpf_obj_pin(descriptor.raw, path), "pin \(path)")
    }

    /// All keys, as they are now. `size` is the key's.
    public func keys(size: Int) throws(KernelError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        var previous: [UInt8]?
        while keys.count < 1 << 20 {
            var next = [UInt8](repeating: 0, count: size)
            let status = next.withUnsafeMutableBytes { next in
                guard let previous else {
                    return bpf_map_get_next_key(descriptor.raw, nil, next.baseAddress)
                }
                return previous.withUnsafeBytes {
                    bpf_map_get_next_key(descriptor.raw, $0.baseAddress, next.baseAddress)
                }
            }
            if status == -ENOENT { break }
            try KernelError.check(status, "list the keys of a map")
            keys.append(next)
            previous = next
        }
        return keys
    }
}
