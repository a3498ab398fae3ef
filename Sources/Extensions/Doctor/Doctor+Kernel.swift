// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Doctor {
    static func kernel() -> [Finding] {
        probing("kernel") { () throws(KernelError) in
            let host = try Host.current()
            return [
                .good("kernel", "Linux \(host.kernel) on \(host.machine), \(host.processors) CPUs"),
                types(), try compiler(),
            ]
        }
    }

    private static func types() -> Finding {
        do throws(KernelError) {
            let kernel = try RunningKernel()
            return .good("type information", "\(kernel.types.count - 1) types in its BTF")
        } catch {
            return .lacks(
                "type information", error.description, so: "no extension can be fitted to it",
                remedy: "boot a kernel with CONFIG_DEBUG_INFO_BTF")
        }
    }

    private static func compiler() throws(KernelError) -> Finding {
        let value = try Sysctl("net.core.bpf_jit_enable").read()
        guard value == "0" else { return .good("BPF compiler", "on") }
        return .lacks(
            "BPF compiler", "off", so: "extensions run in the interpreter, several times slower",
            remedy: "sysctl net.core.bpf_jit_enable=1")
    }

    static func rights() -> [Finding] {
        probing("rights") { () throws(KernelError) in
            let needed: CapabilitySet = [.bpf, .netAdmin, .perfmon, .sysAdmin]
            let missing = needed.subtracting(try CapabilitySet.effective())
            if missing.isEmpty { return [.good("rights", needed.names.joined(separator: ", "))] }
            return [
                .lacks(
                    "rights", "without \(missing.names.joined(separator: ", "))",
                    so: "only build, inspect and parts of check and list work",
                    remedy: "run graft as root")
            ]
        }
    }

    static func fileSystems() -> [Finding] {
        [pins()] + probing("cgroup2") { () throws(KernelError) in [try controlGroups()] }
    }

    private static func pins() -> Finding {
        let path = Places.host.pins
        if BPFFileSystem.contains(path) { return .good("bpffs", "holds \(path)") }
        return .lacks(
            "bpffs", "not mounted where \(path) would lie",
            so: "graft mounts it at /sys/fs/bpf before the first registration")
    }

    private static func controlGroups() throws(KernelError) -> Finding {
        if let place = try ControlGroup.mount() { return .good("cgroup2", "mounted at \(place)") }
        return .lacks(
            "cgroup2", "not mounted", so: "no extension can be attached to a group of processes",
            remedy: "mount -t cgroup2 none /sys/fs/cgroup")
    }

    static func hooks() -> [Finding] {
        probing("hooks") { () throws(KernelError) in
            let kernel = try RunningKernel()
            // The kernel's own struct_ops types, known to us or not, then the others.
            let there =
                kernel.structOpsTypes().map(Hook.named)
                + Hook.known.filter { $0.carrier == .program && $0.isThere(in: kernel) }
            let found = there.map { hook -> Finding in
                .good("hook \(hook.id)", "\(hook.title), \(hook.swapWords(on: kernel))")
            }
            let ids = Set(there.map(\.id))
            return found
                + Hook.known.filter { !ids.contains($0.id) }.map { hook in
                    .lacks(
                        "hook \(hook.id)", "not in this kernel",
                        so: "no \(hook.title) can be registered")
                }
        }
    }
}

extension Hook {
    /// How it is swapped here, in words.
    func swapWords(on kernel: RunningKernel) -> String {
        switch swapping {
        case .atomic(let function):
            kernel.functions(among: [function]).isEmpty
                ? "cannot be swapped here" : "swapped in one step"
        case .gap(let why): "swapped with a gap: \(why)"
        case .untold: "whether it can be swapped is told by a try"
        }
    }
}
