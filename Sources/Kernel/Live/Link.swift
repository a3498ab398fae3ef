// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// What holds an extension in its hook. Letting go of a `Link` unregisters it.
///
/// It can end in three ways: dropped, it detaches; `detach()` detaches and
/// reports a refusal; after `pin(at:)` the pin holds it too, and dropping the
/// link only closes a descriptor.
public struct Link: ~Copyable, Sendable {
    let descriptor: Descriptor

    private static let structOpsAttach: UInt32 = 44
    private static let updateSize =
        (MemoryLayout<bpf_link_update_opts>.offset(of: \.old_map_fd) ?? 0)
        + MemoryLayout<UInt32>.size
    private static let replace: UInt32 = 1 << 2

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Registers a struct_ops map whose value has been committed.
    public init(registering map: Map, as name: String) throws(KernelError) {
        let status = bpf_link_create(
            map.descriptor.raw, 0, bpf_attach_type(rawValue: Link.structOpsAttach), nil)
        try KernelError.check(status, "register \(name)")
        descriptor = Descriptor(owning: status)
    }

    /// Runs a program at the tracepoint that it was loaded for.
    public init(tracing program: Program) throws(KernelError) {
        let status = bpf_raw_tracepoint_open(nil, program.descriptor.raw)
        try KernelError.check(status, "attach \(program.name)")
        descriptor = Descriptor(owning: status)
    }

    /// The link that is pinned at `path`.
    public init(pinnedAt path: String) throws(KernelError) {
        let status = bpf_obj_get(path)
        try KernelError.check(status, "open \(path)")
        descriptor = Descriptor(owning: status)
    }

    /// The link with this number; nil when it has gone.
    public init?(id: UInt32) throws(KernelError) {
        let status = bpf_link_get_fd_by_id(id)
        if status == -ENOENT { return nil }
        try KernelError.check(status, "open link \(id)")
        descriptor = Descriptor(owning: status)
    }

    /// Swaps what the link holds, atomically: one holds, then the other, and never none.
    ///
    /// Refused with EPERM when the link does not hold `old` any more. A new map
    /// must have been made for a link and committed.
    public borrowing func update(to new: Carrier, from old: Carrier, _ name: String)
        throws(KernelError)
    {
        var options = bpf_link_update_opts()
        // To the end of the last field: behind it lies padding, which libbpf
        // wants to be zero and nobody has set.
        options.sz = Link.updateSize
        options.flags = Link.replace
        switch old {
        case .table: options.old_map_fd = UInt32(old.raw)
        case .program: options.old_prog_fd = UInt32(old.raw)
        }
        try KernelError.check(bpf_link_update(descriptor.raw, new.raw, &options), "swap \(name)")
    }

    public borrowing func pin(at path: String) throws(KernelError) {
        try KernelError.check(bpf_obj_pin(descriptor.raw, path), "pin \(path)")
    }

    /// Unregisters at once, for every holder of the link. Some kinds cannot: EOPNOTSUPP.
    public borrowing func detach(_ name: String) throws(KernelError) {
        try KernelError.check(bpf_link_detach(descriptor.raw), "unregister \(name)")
    }

    public static func allIDs() throws(KernelError) -> [UInt32] {
        try collectIDs("list the links") { bpf_link_get_next_id($0, $1) }
    }
}
