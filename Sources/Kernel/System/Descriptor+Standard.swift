// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Descriptor {
    /// A descriptor of our own for standard output.
    public static func standardOutput() throws(KernelError) -> Descriptor {
        try standard(STDOUT_FILENO)
    }

    public static func standardError() throws(KernelError) -> Descriptor {
        try standard(STDERR_FILENO)
    }

    private static func standard(_ number: Int32) throws(KernelError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw KernelError.last("open the standard stream \(number)") }
        return Descriptor(owning: copy)
    }
}
