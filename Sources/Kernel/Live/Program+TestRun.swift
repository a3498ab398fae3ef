// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// What a program made of one packet, when the kernel ran it to try it.
public struct TestRun: Sendable {
    /// What it returned; what that means depends on the kind of program.
    public let verdict: UInt32
    /// Of one run, the mean where it was repeated. The kernel rounds down.
    public let nanoseconds: UInt32
    /// How many bytes it handed back.
    public let outputCount: Int
}

/// A test-run that the kernel does not make, for the packet's size.
public enum TestRunLimit: Error, Equatable, Sendable {
    /// Not even an Ethernet header.
    case tooShort
    /// More than the buffer of a test-run holds.
    case tooLong
    case kernel(KernelError)
}

extension Program {
    /// No packet that is shorter is run: an Ethernet header.
    public static let shortestTestRun = 14
    /// Newer kernels want a whole IP header behind it for programs of tc (6.18 does).
    private static let surelyLongEnough = 14 + 40
    /// What the kernel's buffers take whatever the kind of program: a page, less
    /// the room in front of the packet and behind it. Measured on 6.18: a flow
    /// dissector gets 4,096 bytes, a program of tc 3,775, XDP whatever there is.
    private static let surelyShortEnough = 3000

    /// Runs the program once, or `repeats` times, on a packet, and touches nothing
    /// but the program's own maps.
    ///
    /// `output` receives what the program hands back: a flow dissector its keys,
    /// the others the packet as they left it. To repeat an XDP program costs 20 ms
    /// whatever the number: the kernel makes a trampoline for it and takes it down.
    public func testRun(
        _ packet: [UInt8], into output: UnsafeMutableRawBufferPointer,
        repeats: Int = 1
    ) throws(TestRunLimit) -> TestRun {
        guard packet.count >= Program.shortestTestRun else { throw .tooShort }
        var options = bpf_test_run_opts()
        options.sz = MemoryLayout<bpf_test_run_opts>.size
        options.data_size_in = UInt32(packet.count)
        options.data_out = output.baseAddress
        options.data_size_out = UInt32(output.count)
        options.repeat = Int32(repeats)
        let status = packet.withUnsafeBytes { bytes in
            options.data_in = bytes.baseAddress
            return bpf_prog_test_run_opts(descriptor.raw, &options)
        }
        // The run was made all the same; only its output is not whole.
        if status == 0 || status == -ENOSPC {
            return TestRun(
                verdict: options.retval, nanoseconds: options.duration,
                outputCount: min(Int(options.data_size_out), output.count))
        }
        if status == -EINVAL, packet.count > Program.surelyShortEnough { throw .tooLong }
        if status == -EINVAL, packet.count < Program.surelyLongEnough { throw .tooShort }
        throw .kernel(KernelError(attempt, Program.refusal(status)))
    }

    private var attempt: String { "try \(name.isEmpty ? "a program" : name) on a packet" }

    private static func refusal(_ status: Int32) -> KernelError.Refusal {
        // The kernel's own number for "not supported", which no header for programs has.
        let unsupported: Int32 = 524
        if status == -unsupported || status == -EOPNOTSUPP {
            return .lacks("this kernel cannot run a program of this kind to try it")
        }
        return .errno(-status)
    }
}
