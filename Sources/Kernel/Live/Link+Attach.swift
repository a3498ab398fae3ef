// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension Link {
    private static let createSize =
        (MemoryLayout<bpf_link_create_opts>.offset(of: \.flags) ?? 0) + MemoryLayout<UInt32>.size

    /// `target` is a descriptor, or an interface's number in the calling thread's namespace.
    private init(
        _ program: Program, _ target: Int32, _ attachType: UInt32, _ flags: UInt32,
        _ attempt: String
    ) throws(KernelError) {
        var options = bpf_link_create_opts()
        options.sz = Link.createSize
        options.flags = flags
        let status = bpf_link_create(
            program.descriptor.raw, target, bpf_attach_type(rawValue: attachType), &options)
        try KernelError.check(status, attempt)
        self.init(Descriptor(owning: status))
    }

    public init(
        attaching program: Program, to namespace: borrowing NetworkNamespace,
        as attachType: UInt32, _ attempt: String
    ) throws(KernelError) {
        self = try namespace.withRaw { descriptor throws(KernelError) in
            try Link(program, descriptor, attachType, 0, attempt)
        }
    }

    public init(
        attaching program: Program, toControlGroup path: String, as attachType: UInt32,
        _ attempt: String
    ) throws(KernelError) {
        let group = try Descriptor(opening: path, O_RDONLY | O_DIRECTORY)
        self = try Link(program, group.raw, attachType, 0, attempt)
    }

    /// To a device of the calling thread's namespace.
    public init(
        attaching program: Program, toDevice name: String, as attachType: UInt32,
        flags: UInt32, _ attempt: String
    ) throws(KernelError) {
        let index = if_nametoindex(name)
        guard index != 0 else {
            throw KernelError(attempt, .said("there is no device \"\(name)\""))
        }
        self = try Link(program, Int32(bitPattern: index), attachType, flags, attempt)
    }
}

extension NetworkNamespace {
    /// The program that is attached to this namespace, with a link or without; nil for none.
    public func program(attachedAs attachType: UInt32) throws(KernelError) -> UInt32? {
        try withRaw { descriptor throws(KernelError) in
            var ids = [UInt32](repeating: 0, count: 1)
            var count: UInt32 = 1
            var flags: UInt32 = 0
            let status = bpf_prog_query(
                descriptor, bpf_attach_type(rawValue: attachType), 0, &flags, &ids, &count)
            try KernelError.check(status, "ask what is attached to a network namespace")
            return count > 0 ? ids[0] : nil
        }
    }
}
