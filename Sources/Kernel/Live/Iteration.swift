// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension Program {
    private static let iteratorAttach: UInt32 = 28

    /// Runs an iterator program over all its subjects and returns what it wrote.
    ///
    /// Of sockets it meets those of the calling thread's network namespace.
    public func iterate() throws(KernelError) -> [UInt8] {
        let attempt = "iterate with \(name)"
        let link = bpf_link_create(
            descriptor.raw, 0, bpf_attach_type(rawValue: Program.iteratorAttach), nil)
        try KernelError.check(link, attempt)
        let holder = Descriptor(owning: link)
        let status = bpf_iter_create(holder.raw)
        try KernelError.check(status, attempt)
        let stream = Descriptor(owning: status)
        var output: [UInt8] = []
        while true {
            let count = stream.readOnce(into: &output)
            guard count >= 0 else { throw .last(attempt) }
            if count == 0 { return output }
        }
    }
}
