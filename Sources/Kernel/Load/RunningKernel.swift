// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// The running kernel's type information: what its structures look like, and
/// which functions and hooks it offers.
public final class RunningKernel: Sendable {
    public let types: BTF

    static let path = "/sys/kernel/btf/vmlinux"

    /// Maps the kernel's BTF and indexes it: two milliseconds, 400 KB.
    public init() throws(KernelError) {
        let attempt = "read the kernel's type information"
        let bytes: Bytes
        do {
            bytes = try Bytes(file: RunningKernel.path)
        } catch  where error.errno == ENOENT {
            throw KernelError(
                attempt, .lacks("this kernel has none (it needs CONFIG_DEBUG_INFO_BTF)"))
        }
        types = try BTF(bytes, attempt: attempt)
        // From 5.11 on the kernel charges BPF memory to cgroups; libbpf need
        // not probe for that and raise a limit.
        libbpf_set_memlock_rlim(0)
        graft_silence_libbpf()
    }

    /// The struct_ops types that this kernel offers, by name: found by their
    /// wrapper in its BTF, not in a list of ours.
    public func structOpsTypes() -> [String] {
        let prefix = "bpf_struct_ops_"
        var names: [String] = []
        types.forEach { id, record in
            let offset = Int(record.nameOffset)
            // The first letters decide for nearly all; only the rest become strings.
            guard record.kind == .structure, offset + 2 < types.strings.count,
                types.strings[offset] == 0x62, types.strings[offset + 1] == 0x70
            else { return }
            let name = types.name(id)
            // The wrapper's data is the structure that the rest of its name names.
            guard name.hasPrefix(prefix), let data = types.member("data", of: id),
                types.name(data.type) == name.dropFirst(prefix.count)
            else { return }
            names.append(types.name(data.type))
        }
        return Array(Set(names)).sorted()
    }

    /// What a struct_ops type looks like here; nil where this kernel has none of that name.
    public func structOps(_ name: String) -> StructOpsType? {
        StructOpsType(name, types, types.find([name, StructOpsType.wrapper(name)]))
    }

    /// Whether operations can be registered by a link (6.4). Without, they can only be put in
    /// and taken out.
    public var offersLinks: Bool {
        types.first(types.find(["bpf_struct_ops_link"])["bpf_struct_ops_link"], of: .structure)
            != nil
    }

    /// Whether the kernel has a function of this name in its type information.
    public func functions(among names: some Collection<String>) -> Set<String> {
        Set(types.find(names).filter { types.first($0.value, of: .function) != nil }.keys)
    }
}

/// A struct_ops type of the running kernel.
public struct StructOpsType: Sendable {
    public let name: String
    /// The structure of operations.
    let id: BTF.ID
    /// The value of the map: the structure behind a reference count and a state.
    let valueID: BTF.ID
    let valueSize: Int
    let dataOffset: Int

    static func wrapper(_ name: String) -> String { "bpf_struct_ops_" + name }

    init?(_ name: String, _ types: BTF, _ found: [String: [BTF.ID]]) {
        guard let id = types.first(found[name], of: .structure),
            let valueID = types.first(found[StructOpsType.wrapper(name)], of: .structure),
            let data = types.member("data", of: valueID),
            let valueSize = types.size(valueID)
        else { return nil }
        self.name = name
        self.id = id
        self.valueID = valueID
        self.valueSize = valueSize
        dataOffset = data.bitOffset / 8
    }

    /// The names of its operations and fields, in the kernel's order.
    public func members(in kernel: RunningKernel) -> [String] {
        let record = kernel.types.record(id)
        return (0..<record.count).map { kernel.types.name(at: record.member($0).nameOffset) }
    }
}
