// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A kernel error")
struct KernelErrorTests {
    @Test("says the attempt, the kernel's words and the symbolic name")
    func description() {
        let error = KernelError("open /x", .errno(ENOENT))
        #expect("\(error)" == "open /x: No such file or directory (ENOENT)")
    }

    @Test("shows the number of an errno that has no name")
    func unknown() {
        #expect("\(KernelError("try", .errno(4095)))" == "try: unknown error (errno 4095)")
    }

    @Test("can be said in words")
    func words() {
        #expect("\(KernelError("run x", .said("it still ran")))" == "run x: it still ran")
    }

    @Test("keeps the errno of the call that failed")
    func last() {
        #expect(throws: KernelError("open /nowhere/at/all", .errno(ENOENT))) {
            _ = try File("/nowhere/at/all").bytes()
        }
    }
}
