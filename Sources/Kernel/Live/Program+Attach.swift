// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension Program {
    private static let tcxEgress: UInt32 = 47
    private static let attachSize =
        (MemoryLayout<bpf_prog_attach_opts>.offset(of: \.expected_revision) ?? 0)
        + MemoryLayout<UInt64>.size

    /// Has it see what a device of the calling thread's namespace sends, before its queue.
    ///
    /// Without a link: the device holds it, and it goes with the device.
    public func attach(toEgressOf device: String) throws(KernelError) {
        let attempt = "attach \(name) to \(device)"
        let index = if_nametoindex(device)
        guard index != 0 else { throw .last(attempt) }
        var options = bpf_prog_attach_opts()
        options.sz = Program.attachSize
        let status = bpf_prog_attach_opts(
            descriptor.raw, Int32(index), bpf_attach_type(rawValue: Program.tcxEgress), &options)
        if status == -EINVAL {
            throw KernelError(attempt, .lacks("this kernel has no tcx (6.6 or later has it)"))
        }
        try KernelError.check(status, attempt)
    }
}
