// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// What holds a version of an extension in the kernel: a struct_ops map, or a program.
public enum Carrier: Sendable {
    case table(Map)
    case program(Program)

    /// Maps and programs have numbers of their own.
    public enum Kind: Equatable, Sendable {
        case table, program
    }

    /// The one with this number; nil when it has gone.
    public init?(_ kind: Kind, id: UInt32) throws(KernelError) {
        switch kind {
        case .table:
            guard let map = try Map(id: id) else { return nil }
            self = .table(map)
        case .program:
            guard let program = try Program(id: id) else { return nil }
            self = .program(program)
        }
    }

    /// What is pinned at `path`, whichever it is.
    public init(pinnedAt path: String) throws(KernelError) {
        let status = bpf_obj_get(path)
        try KernelError.check(status, "open \(path)")
        let descriptor = Descriptor(owning: status)
        // The kernel answers a question about a map from a program too, and fills
        // the wrong structure: only the descriptor's own name tells them apart.
        switch try descriptor.kindOfObject() {
        case "bpf-map": self = .table(Map(descriptor))
        case "bpf-prog": self = .program(Program(descriptor, name: ""))
        default: throw KernelError("open \(path)", .said("it is neither a map nor a program"))
        }
    }

    public var kind: Kind { if case .table = self { .table } else { .program } }

    public func id() throws(KernelError) -> UInt32 {
        switch self {
        case .table(let map): try map.details().id
        case .program(let program): try program.details().id
        }
    }

    /// Whether a link holds it once it is live: a table may have none, a program always has.
    public var isLinked: Bool {
        get throws(KernelError) {
            guard case .table(let map) = self else { return true }
            return try map.details().isLinked
        }
    }

    /// Keeps it in the kernel under a path in bpffs.
    public func pin(at path: String) throws(KernelError) {
        switch self {
        case .table(let map): try map.pin(at: path)
        case .program(let program): try program.pin(at: path)
        }
    }

    var raw: Int32 {
        switch self {
        case .table(let map): map.descriptor.raw
        case .program(let program): program.descriptor.raw
        }
    }
}

extension Descriptor {
    /// `bpf-map`, `bpf-prog`, `bpf_link`: how /proc names what is behind it.
    borrowing func kindOfObject() throws(KernelError) -> String {
        let name = try File("/proc/self/fd/\(raw)").target()
        return String(name.split(separator: ":").last ?? "")
    }
}
