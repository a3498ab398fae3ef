// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// Facts about this machine and kernel.
public struct Host: Equatable, Sendable {
    /// The kernel's release, as `uname -r` shows it. For people: probe, never compare.
    public let kernel: String
    /// What the kernel calls its build, as `uname -v` shows it.
    public let build: String
    /// `x86_64`, `aarch64`.
    public let machine: String
    public let name: String
    /// Processors that are on.
    public let processors: Int
    /// Another one after each boot.
    public let boot: String

    public static func current() throws(KernelError) -> Host {
        var names = utsname()
        guard uname(&names) == 0 else { throw KernelError.last("ask for the kernel's name") }
        return Host(
            kernel: text(of: names.release), build: text(of: names.version),
            machine: text(of: names.machine), name: text(of: names.nodename),
            processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            boot: try File("/proc/sys/kernel/random/boot_id").value())
    }

    /// The text in an array of C characters, which Swift shows as a tuple.
    private static func text<Characters>(of characters: Characters) -> String {
        withUnsafeBytes(of: characters) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension Host {
    /// Whether this machine can run another with its own processors.
    public static var runsMachines: Bool { graft_kvm_works() == 1 }

    /// How fast the processor's time stamp counter counts, in kHz; zero where it has none.
    /// Measured once, in 20 ms, and right to a tenth of a thousandth.
    public static let timeStampRate: UInt64 = {
        let (began, first) = timeStamp()
        Duration.milliseconds(20).pause()
        let (ended, last) = timeStamp()
        guard last > first, ended > began else { return 0 }
        return (last - first) * 1_000_000 / (ended.nanoseconds - began.nanoseconds)
    }()

    /// The counter, and when it was read: the closest of several looks, as one can be interrupted
    /// between the two clocks.
    private static func timeStamp() -> (Instant, UInt64) {
        let looks = (0..<16).map { _ in
            let before = Instant.now
            let stamp = graft_time_stamp()
            return (before, stamp, Instant.now.since(before))
        }
        let (moment, stamp, _) = looks.min { $0.2 < $1.2 } ?? (Instant.now, 0, .zero)
        return (moment, stamp)
    }

    /// Memory in bytes that programs can still have.
    public static func availableMemory() throws(KernelError) -> UInt64 {
        let lines = try File("/proc/meminfo").text().split(separator: "\n")
        let found = lines.first { $0.hasPrefix("MemAvailable:") }?.split(separator: " ")
        guard let kibibytes = found?.dropFirst().first.flatMap({ UInt64($0) }) else {
            throw KernelError("read /proc/meminfo", .said("it names no MemAvailable"))
        }
        return kibibytes << 10
    }

    /// Returns when all that was written is where it belongs.
    public static func synchronize() { sync() }
}
