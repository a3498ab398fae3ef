// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Synchronization

/// What of this machine does not change while the process lives, asked once.
enum Machine {
    private static let known = Mutex<RunEnvironment?>(nil)

    static func facts() throws(KernelError) -> RunEnvironment {
        if let facts = known.withLock({ $0 }) { return facts }
        let facts = try gather()
        known.withLock { $0 = facts }
        return facts
    }

    private static func gather() throws(KernelError) -> RunEnvironment {
        var facts = RunEnvironment()
        let host = try Host.current()
        facts.note("kernel.release", host.kernel)
        facts.note("kernel.build", host.build)
        facts.note("kernel.command_line", try File("/proc/cmdline").value())
        facts.note("machine", host.machine)
        // The lab says both to what runs in it.
        if let kernel = Environment.value(of: "GRAFT_LAB"),
            let help = Environment.value(of: "GRAFT_LAB_ACCELERATION")
        {
            facts.note(LabFacts.kernel, kernel)
            facts.note(LabFacts.acceleration, help)
        }
        facts.note("cpu.model", try model())
        facts.note("cpu.count", "\(host.processors)")
        let governor = File("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
        facts.note("cpu.governor", governor.isThere ? try governor.value() : "none")
        let weaknesses = Folder("/sys/devices/system/cpu/vulnerabilities")
        for name in try weaknesses.namesIfAny() {
            facts.note("mitigation.\(name)", try weaknesses.file(name).value())
        }
        facts.note("version.iproute2", firstLine(["ip", "-V"]))
        facts.note("version.libbpf", LibBPF.version)
        facts.note("version.clang", firstLine([clang, "--version"]))
        facts.note("graft.sha256", try own())
        if let commit = commit() { facts.note("graft.commit", commit) }
        return facts
    }

    private static func model() throws(KernelError) -> String {
        let line = try File("/proc/cpuinfo").text().split(separator: "\n").first { line in
            line.hasPrefix("model name") || line.hasPrefix("CPU part")
        }
        let value = line?.split(separator: ":", maxSplits: 1).last?.drop { $0 == " " }
        return value.map(String.init) ?? "unknown"
    }

    /// What a program says of itself; that it is missing is a fact too.
    private static func firstLine(_ words: [String]) -> String {
        guard let finished = try? ChildProcess.run(words, limit: .seconds(20)) else {
            return "missing"
        }
        let text = finished.text.isEmpty ? finished.errorText : finished.text
        return text.split(separator: "\n").first.map(String.init) ?? "it says nothing"
    }

    private static var clang: String { Environment.value(of: "GRAFT_CLANG") ?? "clang" }

    private static func own() throws(KernelError) -> String {
        guard let path = Executable.own else { return "unknown" }
        let bytes = try Bytes(file: path)
        // Built for debugging it is a hundred times as large, and nobody's to compare with.
        guard bytes.count < 64 << 20 else { return "a debug build" }
        return Digest(of: bytes.raw).hexadecimal
    }

    /// Of the checkout that the program was built in, when it stands in one.
    private static func commit() -> String? {
        guard var folder = Executable.own.map({ File($0).folder }) else { return nil }
        for _ in 0..<6 {
            let git = folder.folder(".git")
            if let head = try? git.file("HEAD").value() {
                guard head.hasPrefix("ref: ") else { return head }
                return try? git.file(String(head.dropFirst(5))).value()
            }
            folder = File(folder.path).folder
        }
        return nil
    }
}
