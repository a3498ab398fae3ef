// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension Map {
    /// What the kernel tells about a map.
    public struct Details: Sendable {
        public let id: UInt32
        public let type: UInt32
        public let name: String
        public let keySize: Int
        public let valueSize: Int
        public let maxEntries: Int
        public let flags: UInt32
        public let typesID: UInt32
        public let valueTypeID: UInt32
        /// The kernel's own structure behind a struct_ops map.
        public let kernelValueType: UInt32

        public var isLinked: Bool { flags & Map.linkFlag != 0 }
        /// A copy for each processor: what a look-up fills.
        public var isPerCPU: Bool { [5, 6, 10, 21].contains(type) }
        public var valueBytes: Int {
            isPerCPU ? (valueSize + 7) / 8 * 8 * Processors.possible : valueSize
        }
    }

    public func details() throws(KernelError) -> Details {
        var info = bpf_map_info()
        var size = UInt32(MemoryLayout<bpf_map_info>.size)
        try KernelError.check(
            bpf_map_get_info_by_fd(descriptor.raw, &info, &size), "ask about a map")
        return Details(
            id: info.id, type: info.type, name: withUnsafeBytes(of: &info.name) { $0.text(at: 0) },
            keySize: Int(info.key_size), valueSize: Int(info.value_size),
            maxEntries: Int(info.max_entries), flags: info.map_flags, typesID: info.btf_id,
            valueTypeID: info.btf_value_type_id, kernelValueType: info.btf_vmlinux_value_type_id)
    }

    /// The numbers of all maps in the kernel.
    public static func allIDs() throws(KernelError) -> [UInt32] {
        try collectIDs("list the maps") { bpf_map_get_next_id($0, $1) }
    }
}

/// Walks one of the kernel's number spaces.
func collectIDs(
    _ attempt: String, _ next: (UInt32, UnsafeMutablePointer<UInt32>) -> Int32
) throws(KernelError) -> [UInt32] {
    var ids: [UInt32] = []
    var id: UInt32 = 0
    while true {
        let status = next(id, &id)
        if status == -ENOENT { return ids }
        try KernelError.check(status, attempt)
        ids.append(id)
    }
}
