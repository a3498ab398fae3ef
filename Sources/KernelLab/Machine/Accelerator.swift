// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What runs the guest's instructions.
public enum Accelerator: String, Sendable {
    /// This machine's own processors.
    case kvm
    /// A translator, sixteen times slower and more.
    case tcg

    /// What it gets from the hardware, in one word.
    public var help: String { self == .kvm ? "kvm" : "none" }

    /// How long a guest may take until its agent speaks. Under KVM it takes a second: one that
    /// takes so much longer has hung.
    var patience: Duration { self == .kvm ? .seconds(8) : .seconds(90) }

    /// The translator runs one of the guest's processors at a time. With a thread for each, one
    /// could translate an instruction while another was writing it: a breakpoint that the kernel
    /// had just taken out came back, and the guest died of it ("Oops: int3"), once in some runs
    /// of the schedulers' tests. In turns it boots as quickly, and a check of three kernels side
    /// by side on two processors took 29 s instead of 42.
    var options: String { self == .kvm ? "kvm" : "tcg,thread=single" }

    /// More of the kernel's command line.
    ///
    /// Translated code reads this host's time stamp counter. A kernel that finds out by itself
    /// how fast that one counts is misled when the host is busy in that moment: once its
    /// seconds were half of ours.
    var words: String {
        guard self == .tcg, Host.timeStampRate > 0 else { return "" }
        return " tsc_early_khz=\(Host.timeStampRate)"
    }

    /// The one to try first.
    ///
    /// There are hosts, virtual machines themselves, whose KVM runs an instruction and hangs at
    /// a kernel. So a failure is remembered until the host restarts.
    static func promising(_ cache: KernelCache) throws(LabRefusal) -> Accelerator {
        guard Host.runsMachines else { return .tcg }
        let failed = try labbing { () throws(KernelError) in
            let written = try note(cache).bytesIfAny() ?? []
            return try Array(Host.current().boot.utf8) == written
        }
        return failed ? .tcg : .kvm
    }

    /// Writes down that KVM fails here.
    static func rememberFailure(_ cache: KernelCache) throws(LabRefusal) {
        try labbing { () throws(KernelError) in
            try note(cache).replace(with: try Host.current().boot)
        }
    }

    private static func note(_ cache: KernelCache) -> File {
        cache.root.file("kvm-fails-until-restart")
    }
}
